using System.Collections.Immutable;

namespace Optimizer.Host.Configuration;

/// <summary>The settings in order. A class of its own because static fields of a partial class have no order across files.</summary>
internal static class SettingTable
{
    /// <summary>Every setting in the order of the sample file: top-level keys first, then sections.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        Settings.Mode, Settings.Listen, Settings.WebConfigFile, Settings.StateDirectory, Settings.Tenants,
        .. Settings.PolicySettings(), .. Settings.PriceSettings(), .. Settings.GateSettings(),
        .. Settings.SamplerSettings(), .. Settings.CollectorSettings(), .. Settings.MetricsSettings(),
        .. Settings.ForecastSettings(), .. Settings.WorkloadsSettings(), .. Settings.PrometheusSettings(), .. Settings.ControlSettings(),
        .. Settings.HttpSettings(), .. Settings.LoggingSettings(), Settings.NvmlLibrary,
    ];

    /// <summary>Settings by dotted key.</summary>
    public static ImmutableDictionary<string, Setting> ByKey { get; } = All.ToImmutableDictionary(s => s.Key, StringComparer.Ordinal);

    /// <summary>Section names in the order of the sample file.</summary>
    public static ImmutableArray<string> Sections { get; } =
        [.. All.Select(s => s.Section).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)];
}
