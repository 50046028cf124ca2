using Optimizer.Model.Mig;

namespace Optimizer.Planning.Problems;

/// <summary>A present GPU instance.</summary>
public sealed record SliceState
{
    /// <summary>What and where.</summary>
    public required PlacedInstance Instance { get; init; }

    /// <summary>Name of the <see cref="WorkloadNeed"/> that runs on it; null when none does.</summary>
    public string? Workload { get; init; }

    /// <summary>Processes of that workload, more than one under MPS; 0 without a workload.</summary>
    public int Processes { get; init; }

    /// <summary>Must stay as it is with what is on it: an operator's pin, a process nobody declared, a job that may not be moved.</summary>
    public bool Pinned { get; init; }
}
