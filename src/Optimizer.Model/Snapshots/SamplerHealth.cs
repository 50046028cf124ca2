using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>How the observation itself is doing. Counters run since the daemon started.</summary>
public sealed record SamplerHealth
{
    /// <summary>Collectors that are switched on, ordered by name.</summary>
    public ValueArray<CollectorHealth> Collectors { get; init; }

    /// <summary>Calls that failed, ordered by function, then code. Not-supported answers and normal ends of enumerations do not count.</summary>
    public ValueArray<NvmlErrorCount> NvmlErrors { get; init; }

    /// <summary>Times the NVML session was opened again, ordered by reason.</summary>
    public ValueArray<ReinitializationCount> Reinitializations { get; init; }

    /// <summary>Readings refused because they cannot be (out of range, a sentinel, above 1), ordered by family, then reason.</summary>
    public ValueArray<DroppedReading> Dropped { get; init; }

    /// <summary>Why there is no driver, one sentence; null while there is one.</summary>
    public string? DriverTrouble { get; init; }
}
