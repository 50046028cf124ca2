using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>Section <c>sampler</c>.</summary>
internal static partial class Settings
{
    /// <summary>Time between two cycles of fast readings.</summary>
    public static readonly NumberSetting SamplerPeriod = new()
    {
        Key = "sampler.period_seconds",
        Default = 1,
        Least = 0.1,
        Most = 60,
        Summary = "Time between two cycles of fast readings.",
        Why = "GPM ratios are averages over this window. Doubled, bursts of a second blur and alerts come later; halved, the daemon costs twice the CPU.",
    };

    /// <summary>Time between readings that are slow or change rarely: ECC, row remapping, PCIe and NVLink errors, what is placeable.</summary>
    public static readonly NumberSetting SamplerSlowPeriod = new()
    {
        Key = "sampler.slow_period_seconds",
        Default = 10,
        Least = 1,
        Most = 3600,
        Summary = "Time between readings that are slow or change rarely: ECC, row remapping, PCIe and NVLink errors, what is placeable.",
        Why = "Doubled, a row-remap failure is seen up to 20 s late; alerts on it wait minutes anyway.",
    };

    /// <summary>Time between full inventories: names, serial numbers, versions, GPUs that were added.</summary>
    public static readonly NumberSetting SamplerInventoryPeriod = new()
    {
        Key = "sampler.inventory_period_seconds",
        Default = 60,
        Least = 5,
        Most = 86400,
        Summary = "Time between full inventories: names, serial numbers, versions, GPUs that were added.",
        Why = "These change with a reboot or a driver reload. MIG layout changes do not wait for it: they are seen in the next cycle.",
    };

    /// <summary>How long one driver call may take before its GPU is called stale.</summary>
    public static readonly NumberSetting SamplerCallDeadline = new()
    {
        Key = "sampler.call_deadline_seconds",
        Default = 5,
        Least = 0.5,
        Most = 60,
        Summary = "How long one driver call may take before its GPU is called stale.",
        Why = "A healthy call takes under 50 ms, a GPU falling off the bus blocks for seconds. Doubled, a dead GPU delays the others for twice as long.",
    };

    /// <summary>Activity below this share of a GPU or instance counts as idle.</summary>
    public static readonly NumberSetting SamplerIdleThreshold = new()
    {
        Key = "sampler.idle_threshold_ratio",
        Default = 0.05,
        Least = 0,
        Most = 1,
        Summary = "Activity below this share of a GPU or instance counts as idle.",
        Why = "Keep-alive kernels of an idle inference server stay below 0.05. Doubled, a lightly used service is reported idle.",
    };

    /// <summary>GPUs that are left alone.</summary>
    public static readonly ListSetting<string> SamplerExcludeGpus = new()
    {
        Key = "sampler.exclude_gpus",
        Default = [],
        Items = "GPU UUIDs as nvidia-smi -L prints them (GPU-...)",
        Parse = TryParseGpuUuid,
        Summary = "UUIDs of GPUs that are left alone: counted, never read.",
    };

    /// <summary>XIDs whose series exist from the start.</summary>
    public static readonly ListSetting<int> SamplerWatchedXids = new()
    {
        Key = "sampler.watched_xids",
        Default = [48, 62, 63, 64, 74, 79, 92, 94, 95, 119, 120, 140],
        Items = "XID codes from 1 to 1023",
        Parse = TryParseXid,
        Summary = "XID codes whose counters exist from the start at 0; every other code appears when it first happens.",
        Why = "increase() misses the first event of a series that did not exist. These are the codes that ask for action; each one costs a series per GPU.",
    };

    /// <summary>First wait before an absent or lost driver is tried again; doubles up to the maximum.</summary>
    public static readonly NumberSetting SamplerDriverRetryMin = new()
    {
        Key = "sampler.driver_retry_min_seconds",
        Default = 1,
        Least = 0.1,
        Most = 60,
        Summary = "First wait before an absent or lost driver is tried again; doubles up to the maximum.",
        Why = "A driver upgrade takes seconds; trying more often only fills the log.",
    };

    /// <summary>Longest wait before an absent or lost driver is tried again.</summary>
    public static readonly NumberSetting SamplerDriverRetryMax = new()
    {
        Key = "sampler.driver_retry_max_seconds",
        Default = 60,
        Least = 1,
        Most = 3600,
        Summary = "Longest wait before an absent or lost driver is tried again.",
        Why = "Doubled, a node whose driver came back stays dark for up to two minutes.",
    };

    internal static Setting[] SamplerSettings() =>
    [
        SamplerPeriod, SamplerSlowPeriod, SamplerInventoryPeriod, SamplerCallDeadline, SamplerIdleThreshold, SamplerExcludeGpus,
        SamplerWatchedXids, SamplerDriverRetryMin, SamplerDriverRetryMax,
    ];

    private static bool TryParseGpuUuid(YamlScalar scalar, [MaybeNullWhen(false)] out string uuid)
    {
        uuid = scalar.Text;
        return scalar.Text.Length is > 4 and <= 96
            && scalar.Text.StartsWith("GPU-", StringComparison.Ordinal)
            && scalar.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }

    private static bool TryParseXid(YamlScalar scalar, out int xid)
    {
        xid = 0;
        return scalar.IsPlain && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out xid) && xid is >= 1 and <= 1023;
    }
}
