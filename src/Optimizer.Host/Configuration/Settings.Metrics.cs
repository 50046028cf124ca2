using System.Diagnostics.CodeAnalysis;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>Section <c>metrics</c>.</summary>
internal static partial class Settings
{
    /// <summary>Every pipe (hmma, imma, dfma, fp64, fp32, fp16, int) instead of the tensor pipe alone.</summary>
    public static readonly SwitchSetting MetricsAllPipes = new()
    {
        Key = "metrics.all_pipes",
        Default = false,
        Summary = "Every pipe (hmma, imma, dfma, fp64, fp32, fp16, int) instead of the tensor pipe alone.",
        Why = "Seven more series for each GPU and each instance.",
    };

    /// <summary>Series for each process, labelled with its pid.</summary>
    public static readonly SwitchSetting MetricsPerProcess = new()
    {
        Key = "metrics.per_process",
        Default = false,
        Summary = "Series for each process, labelled with its pid.",
        Why = "Pids churn: each restart of a job leaves dead series in Prometheus. Workload series say the same without them.",
    };

    /// <summary>Most processes with series of their own; the rest is dropped and counted.</summary>
    public static readonly IntegerSetting MetricsProcessSeriesLimit = new()
    {
        Key = "metrics.process_series_limit",
        Default = 256,
        Least = 0,
        Most = ExporterOptions.MostProcessSeries,
        Summary = "Most processes with series of their own; the rest is dropped and counted.",
        Why = "A node runs tens of GPU processes; hundreds mean a fork bomb, which must not become a cardinality bomb.",
    };

    /// <summary>Most series of one metric family; the rest is dropped and counted.</summary>
    public static readonly IntegerSetting MetricsSeriesLimit = new()
    {
        Key = "metrics.series_limit_per_family",
        Default = 4096,
        Least = 100,
        Most = 1000000,
        Summary = "Most series of one metric family; the rest is dropped and counted.",
        Why = "It lowers the catalogue's own caps and never raises them; at 4096 or more they stand as they are (the forecasts of 5000 workloads need more). A full node of 8 GPUs with 7 instances has under 600 series in its largest family. Without a cap, a fault that multiplies labels would cost memory here and in Prometheus.",
    };

    /// <summary>Families that are not exposed.</summary>
    public static readonly ListSetting<string> MetricsDropFamilies = new()
    {
        Key = "metrics.drop_families",
        Default = [],
        Items = "names of exported metric families",
        Known = [.. MetricCatalogue.Families.Select(static family => family.FullName)],
        Parse = TryParseFamily,
        Summary = "Metric families that are not exposed, by full name.",
    };

    /// <summary>Serve /metrics/dcgm: the same readings under the names of dcgm-exporter, for dashboards that expect them.</summary>
    public static readonly SwitchSetting MetricsDcgmPage = new()
    {
        Key = "metrics.dcgm_page",
        Default = false,
        Summary = "Serve /metrics/dcgm: the same readings under the names of dcgm-exporter, for dashboards that expect them.",
        Why = "Off, because two sources of one name in one Prometheus are counted twice.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Also expose meters of the .NET runtime: garbage collection, threads, exceptions.</summary>
    public static readonly SwitchSetting MetricsRuntime = new()
    {
        Key = "metrics.runtime_metrics",
        Default = false,
        Summary = "Also expose meters of the .NET runtime: garbage collection, threads, exceptions.",
    };

    /// <summary>Also expose meters of the HTTP server: requests, durations, connections.</summary>
    public static readonly SwitchSetting MetricsHttp = new()
    {
        Key = "metrics.http_metrics",
        Default = false,
        Summary = "Also expose meters of the HTTP server: requests, durations, connections.",
    };

    /// <summary>Everything known of each workload's forecasts.</summary>
    public static readonly SwitchSetting MetricsForecastDetails = new()
    {
        Key = "metrics.forecast_details",
        Default = false,
        Summary = "Everything known of each workload's forecasts: all signals, four probabilities, every measure of accuracy, the leading member.",
        Why = "About 80 more series for each workload and signal. /api/v1/forecast says the same without them.",
    };

    internal static Setting[] MetricsSettings() =>
    [
        MetricsAllPipes, MetricsPerProcess, MetricsProcessSeriesLimit, MetricsSeriesLimit, MetricsDropFamilies, MetricsDcgmPage,
        MetricsRuntime, MetricsHttp, MetricsForecastDetails,
    ];

    private static bool TryParseFamily(YamlScalar scalar, [MaybeNullWhen(false)] out string family)
    {
        family = MetricCatalogue.Find(scalar.Text)?.FullName;
        return family is not null;
    }
}
