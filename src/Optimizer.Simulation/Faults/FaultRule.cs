using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Faults;

/// <summary>When some calls go wrong, and how. A rule without an effect does nothing.</summary>
public sealed record FaultRule
{
    /// <summary>The function that goes wrong; null for every function.</summary>
    public NvmlFunction? Function { get; init; }

    /// <summary>Index of the GPU whose calls go wrong; null for every call, also those of no GPU.</summary>
    public int? Gpu { get; init; }

    /// <summary>GPU instance id whose calls go wrong, through its own handles or those of its MIG devices; null for every call.</summary>
    public uint? GpuInstance { get; init; }

    /// <summary>Simulated seconds since the node's start from which the rule holds; 0 from the start.</summary>
    public double FromSeconds { get; init; }

    /// <summary>Simulated seconds since the node's start at which the rule ends; infinite by default.</summary>
    public double UntilSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Matching calls that pass before the first goes wrong; 0 by default.</summary>
    public long SkipCalls { get; init; }

    /// <summary>Matching calls that go wrong; no limit by default.</summary>
    public long MaxCalls { get; init; } = long.MaxValue;

    /// <summary>The code the call answers, without doing anything else; null: it answers as usual.</summary>
    public NvmlReturn? Code { get; init; }

    /// <summary>How long the call takes before it answers, in simulated time; zero by default.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The call does not return before the node is disposed of (or the rule cleared); it then answers 999.</summary>
    public bool NeverReturns { get; init; }

    /// <summary>The driver lacks the export. Only looked at when the library is opened; <see cref="Gpu"/> and the call counts are ignored.</summary>
    public bool MissingSymbol { get; init; }
}
