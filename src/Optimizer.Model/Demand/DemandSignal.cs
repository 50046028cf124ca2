namespace Optimizer.Model.Demand;

/// <summary>What a demand series measures. The names in snake case are label values and file names, so a member is never renamed.</summary>
public enum DemandSignal
{
    /// <summary>Compute slices kept busy: SM activity of its instances times their compute slices, summed. Unit: slices of the GPU model's own cut.</summary>
    ComputeSlices,

    /// <summary>Requests per second, from a counter of the workload.</summary>
    RequestRate,

    /// <summary>A gauge of the workload in its own unit, for example queue length.</summary>
    Gauge,

    /// <summary>Device memory held. Unit: bytes.</summary>
    MemoryBytes,

    /// <summary>Board power. Unit: watts.</summary>
    PowerWatts,
}
