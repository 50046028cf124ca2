using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Planning.Transitions;

/// <summary>A few replicas and idle instances placed elsewhere, so that an instance fits that fits nowhere now. Who runs, and on what profile, stays the same.</summary>
public sealed record Defragmentation
{
    /// <summary>The state to reach, every GPU of the problem in its order.</summary>
    public required ValueArray<GpuTarget> Targets { get; init; }

    /// <summary>What fits then.</summary>
    public required string Profile { get; init; }

    /// <summary>Where it fits.</summary>
    public required GpuUuid Gpu { get; init; }

    /// <summary>Replicas that move.</summary>
    public required int Moves { get; init; }

    /// <summary>Instances nobody uses that are placed anew.</summary>
    public required int IdleInstances { get; init; }

    /// <summary>1 less the largest placeable instance over the free slices of <see cref="Gpu"/>, in memory slices, before; 0 to below 1.</summary>
    public required double FragmentationBefore { get; init; }

    /// <summary>The same after.</summary>
    public required double FragmentationAfter { get; init; }

    /// <summary>What is gained for what, one sentence.</summary>
    public string Sentence =>
        $"A {Profile} can be placed on {Gpu} after {Count(Moves, "move")} and {Count(IdleInstances, "idle instance")} placed anew; now it can be placed nowhere.";

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
