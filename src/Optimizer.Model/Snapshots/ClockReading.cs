using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>Clocks of a GPU; common to all its MIG instances. Unit: hertz.</summary>
public sealed record ClockReading
{
    /// <summary>Source: nvmlDeviceGetClockInfo, type 0.</summary>
    public double? GraphicsHertz { get; init; }

    /// <summary>Source: nvmlDeviceGetClockInfo, type 1.</summary>
    public double? SmHertz { get; init; }

    /// <summary>Source: nvmlDeviceGetClockInfo, type 2.</summary>
    public double? MemoryHertz { get; init; }

    /// <summary>Source: nvmlDeviceGetClockInfo, type 3.</summary>
    public double? VideoHertz { get; init; }

    /// <summary>0 (fastest) to 15. Source: nvmlDeviceGetPerformanceState.</summary>
    public int? PerformanceState { get; init; }

    /// <summary>The reasons this GPU knows, ordered by <see cref="ClockEventReason"/>.</summary>
    public ValueArray<ClockEvent> Events { get; init; }
}
