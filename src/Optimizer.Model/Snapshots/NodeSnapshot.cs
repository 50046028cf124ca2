using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>Everything one sampling cycle saw, as one immutable value. Readers hold a reference; nothing in it changes.</summary>
/// <remarks>
/// A null anywhere below means "not known in this cycle" (not supported, not permitted, lost); it is never a stand-in for zero.
/// Counters are cumulative and owned by the sampler: a driver reload does not make them fall.
/// </remarks>
public sealed record NodeSnapshot
{
    /// <summary>Cycle number since the daemon started, from 1. Two snapshots with the same number are the same snapshot.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the cycle began.</summary>
    public required Instant At { get; init; }

    /// <summary>Null when no NVML library or kernel driver answers: a node without GPUs, or a driver being replaced.</summary>
    public DriverVersions? Driver { get; init; }

    /// <summary>GPUs seen since the daemon started, lost ones included, ordered by index, then UUID.</summary>
    public ValueArray<GpuSnapshot> Gpus { get; init; }

    /// <summary>GPUs the operator excluded from observation; they are counted and otherwise untouched.</summary>
    public int ExcludedGpus { get; init; }

    /// <summary>Workloads with processes on a GPU, or declared; ordered by name.</summary>
    public ValueArray<WorkloadUse> Workloads { get; init; }

    /// <summary>How the observation itself is doing.</summary>
    public required SamplerHealth Health { get; init; }
}
