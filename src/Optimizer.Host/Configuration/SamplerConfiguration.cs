using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Configuration;

/// <summary>How the node is read. Section <c>sampler</c>; ranges and reasons are in <see cref="Settings"/>.</summary>
internal sealed record SamplerConfiguration
{
    /// <summary>The shortest watchdog that leaves a daemon alone whose GPUs hang: one cycle meets at most two call deadlines.</summary>
    public Duration LeastWatchdog => (Period + CallDeadline) * 2;

    /// <summary>Cadence of fast readings.</summary>
    public required Duration Period { get; init; }

    /// <summary>Cadence of slow or rarely changing readings; at least <see cref="Period"/>.</summary>
    public required Duration SlowPeriod { get; init; }

    /// <summary>Cadence of the inventory; at least <see cref="SlowPeriod"/>.</summary>
    public required Duration InventoryPeriod { get; init; }

    /// <summary>How long one driver call may take before its GPU is called stale.</summary>
    public required Duration CallDeadline { get; init; }

    /// <summary>Activity below this share counts as idle. Range 0 to 1.</summary>
    public required double IdleThresholdRatio { get; init; }

    /// <summary>UUIDs of GPUs left alone, sorted.</summary>
    public required ValueArray<string> ExcludeGpus { get; init; }

    /// <summary>XID codes whose series exist from the start, sorted.</summary>
    public required ValueArray<int> WatchedXids { get; init; }

    /// <summary>First wait before an absent driver is tried again.</summary>
    public required Duration DriverRetryMin { get; init; }

    /// <summary>Longest wait before an absent driver is tried again; at least <see cref="DriverRetryMin"/>.</summary>
    public required Duration DriverRetryMax { get; init; }
}
