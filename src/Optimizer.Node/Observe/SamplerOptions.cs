using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Node.Memory;

namespace Optimizer.Node.Observe;

/// <summary>How the sampler works. The daemon's configuration maps onto it; every default states its reason there.</summary>
public sealed record SamplerOptions
{
    /// <summary>Collectors that are switched on.</summary>
    public ValueArray<Collector> Collectors { get; init; } = [.. Enum.GetValues<Collector>()];

    /// <summary>How often limits, links, ECC and other slow facts are read again.</summary>
    public Duration SlowPeriod { get; init; } = Duration.FromSeconds(10);

    /// <summary>How often the list of GPUs is read again, besides whenever something looks wrong.</summary>
    public Duration InventoryPeriod { get; init; } = Duration.FromSeconds(60);

    /// <summary>Activity below this share counts as idle, 0 to 1.</summary>
    public double IdleThresholdRatio { get; init; } = 0.05;

    /// <summary>GPUs to leave alone.</summary>
    public ValueArray<string> ExcludedGpus { get; init; }

    /// <summary>XID numbers whose counters start at zero, so that the first one is seen as an increase.</summary>
    public ValueArray<uint> WatchedXids { get; init; } = [48, 62, 63, 64, 74, 79, 92, 94, 95, 119, 120, 140];

    /// <summary>Wait before the first new attempt to reach a driver that is not there; doubles up to <see cref="DriverRetryMax"/>.</summary>
    public Duration DriverRetryMin { get; init; } = Duration.FromSeconds(1);

    /// <summary>Longest wait between attempts.</summary>
    public Duration DriverRetryMax { get; init; } = Duration.FromSeconds(60);

    /// <summary>Row-remap states known from before the start; used until the driver tells a newer one.</summary>
    public RowRemapMemory RememberedRowRemaps { get; init; } = RowRemapMemory.Empty;

    /// <summary>Read the pipes beside the tensor pipe too.</summary>
    public bool AllPipes { get; init; }

    /// <summary>Wait for events on a thread of its own. False in manual time, where each cycle asks without waiting.</summary>
    public bool EventThread { get; init; } = true;
}
