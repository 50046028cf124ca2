using System.Collections.Immutable;

namespace Optimizer.Simulation.Scenarios;

/// <summary>What a replay is made of.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Gpu">Key of the GPUs' board, for example <c>a100-80gb</c>; one of the board catalogue's.</param>
/// <param name="Gpus">How many, 1 to 32.</param>
/// <param name="StepSeconds">Length of a window of demand; seconds, above 0.</param>
/// <param name="Services">The services, names unique, each with the same number of rates.</param>
public sealed record ReplayParts(string Name, string Gpu, int Gpus, double StepSeconds, ImmutableArray<ReplayService> Services)
{
    /// <summary>GPUs start in MIG mode, empty; false: MIG off, for services that take whole GPUs.</summary>
    public bool Mig { get; init; } = true;

    /// <summary>Each rate is the mean of its window and holds in all of it; false: demand is straight between the starts of windows.</summary>
    public bool HoldsWindows { get; init; }

    /// <summary>How often demand is sampled into engines and power; whole seconds. Requests and violations are exact whatever it is.</summary>
    public int SampleSeconds { get; init; } = 60;
}
