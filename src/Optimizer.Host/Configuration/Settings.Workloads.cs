namespace Optimizer.Host.Configuration;

/// <summary>Sections <c>workloads</c> and <c>prometheus</c>.</summary>
internal static partial class Settings
{
    /// <summary>Folder of the declarations.</summary>
    public static readonly TextSetting WorkloadsDirectory = new()
    {
        Key = "workloads.directory",
        Default = "/etc/gpu-optimizer/workloads.d",
        Expected = "an absolute path",
        Accepts = IsAbsolutePath,
        Summary = "Folder whose *.yaml files declare workloads. Without a declaration a workload's demand is the activity of the instances it holds. Declarations are read at start; a reload checks them and says what waits for a restart.",
    };

    /// <summary>How long a workload's metrics page may take.</summary>
    public static readonly NumberSetting WorkloadsScrapeTimeout = new()
    {
        Key = "workloads.scrape_timeout_seconds",
        Default = 2,
        Least = 0.1,
        Most = 60,
        Summary = "How long a workload's own metrics page may take to answer; at most forecast.period_seconds.",
        Why = "It is on this machine and answers in milliseconds unless it is overloaded. Doubled, a hanging service delays the others' readings for twice as long.",
    };

    /// <summary>The Prometheus asked by PromQL.</summary>
    public static readonly UrlSetting PrometheusUrl = new()
    {
        Key = "prometheus.url",
        Default = null,
        Summary = "Base URL of a Prometheus that is asked for the demand of workloads declared with promql. null: none is asked.",
    };

    /// <summary>How long a query may take.</summary>
    public static readonly NumberSetting PrometheusTimeout = new()
    {
        Key = "prometheus.timeout_seconds",
        Default = 5,
        Least = 0.1,
        Most = 120,
        Summary = "How long a PromQL query may take; with prometheus.url at most forecast.period_seconds.",
        Why = "An instant query takes milliseconds. Doubled, a Prometheus that hangs delays a reading for twice as long.",
    };

    /// <summary>History fetched at start.</summary>
    public static readonly IntegerSetting PrometheusBackfill = new()
    {
        Key = "prometheus.backfill_days",
        Default = 8,
        Least = 0,
        Most = 14,
        Summary = "Days of history fetched at the first start for workloads declared with promql, so that they do not begin cold. 0 fetches none.",
        Why = "Eight days show a week and the same day again. Doubled, the first start takes twice as long and little is gained: in bins of a minute the forecaster remembers about a week; it is bins of 5 min and more, of which it remembers four weeks, that gain from two.",
    };

    internal static Setting[] WorkloadsSettings() => [WorkloadsDirectory, WorkloadsScrapeTimeout];

    internal static Setting[] PrometheusSettings() => [PrometheusUrl, PrometheusTimeout, PrometheusBackfill];
}
