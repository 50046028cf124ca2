using System.Collections.Immutable;
using NodaTime;

namespace Optimizer.Host.Configuration;

/// <summary>Values by setting while a file is read; a setting without a value has its default. Not thread-safe.</summary>
internal sealed partial class SettingValues
{
    private readonly Dictionary<Setting, object?> _values = [];

    /// <summary>Sets a value that the setting itself has parsed.</summary>
    public void Set(Setting setting, object? value) => _values[setting] = value;

    /// <summary>The value, or the default.</summary>
    public T Get<T>(Setting<T> setting) => _values.TryGetValue(setting, out object? value) ? (T)value! : setting.Default;

    /// <summary>Keys whose values differ from another reading and need <paramref name="effect"/>, in the order of the table.</summary>
    public ImmutableArray<string> Differences(SettingValues other, ReloadEffect effect) =>
        [.. SettingTable.All.Where(s => s.Effect == effect && !Equals(Raw(s), other.Raw(s))).Select(s => s.Key)];

    /// <summary>Keys whose value is not the default, in the order of the table.</summary>
    public ImmutableArray<string> Changed() =>
        [.. SettingTable.All.Where(s => !Equals(Raw(s), s.DefaultValue)).Select(s => s.Key)];

    /// <summary>The configuration these values make.</summary>
    public DaemonConfiguration ToConfiguration() => new()
    {
        Mode = Get(Settings.Mode),
        Terms = Terms(),
        Tenants = Get(Settings.Tenants),
        Control = Control(),
        Listen = Get(Settings.Listen),
        WebConfigFile = Get(Settings.WebConfigFile),
        StateDirectory = Get(Settings.StateDirectory)!,
        Sampler = Sampler(),
        Collectors = Collectors(),
        Metrics = Metrics(),
        Forecast = Forecast(),
        Workloads = new WorkloadsConfiguration(Get(Settings.WorkloadsDirectory)!, Seconds(Settings.WorkloadsScrapeTimeout)),
        Prometheus = new PrometheusConfiguration(Get(Settings.PrometheusUrl), Seconds(Settings.PrometheusTimeout), Get(Settings.PrometheusBackfill)),
        Http = Http(),
        Logging = new LoggingConfiguration(Get(Settings.LogLevels), Get(Settings.LogFormats)),
        NvmlLibrary = Get(Settings.NvmlLibrary)!,
    };

    private object? Raw(Setting setting) => _values.TryGetValue(setting, out object? value) ? value : setting.DefaultValue;

    private Duration Seconds(Setting<double> setting) => Duration.FromSeconds(Get(setting));

    private SamplerConfiguration Sampler() => new()
    {
        Period = Seconds(Settings.SamplerPeriod),
        SlowPeriod = Seconds(Settings.SamplerSlowPeriod),
        InventoryPeriod = Seconds(Settings.SamplerInventoryPeriod),
        CallDeadline = Seconds(Settings.SamplerCallDeadline),
        IdleThresholdRatio = Get(Settings.SamplerIdleThreshold),
        ExcludeGpus = Get(Settings.SamplerExcludeGpus),
        WatchedXids = Get(Settings.SamplerWatchedXids),
        DriverRetryMin = Seconds(Settings.SamplerDriverRetryMin),
        DriverRetryMax = Seconds(Settings.SamplerDriverRetryMax),
    };

    private CollectorConfiguration Collectors() => new()
    {
        Utilization = Get(Settings.CollectUtilization),
        Memory = Get(Settings.CollectMemory),
        Power = Get(Settings.CollectPower),
        Clocks = Get(Settings.CollectClocks),
        Pcie = Get(Settings.CollectPcie),
        NvLink = Get(Settings.CollectNvLink),
        Reliability = Get(Settings.CollectReliability),
        Mig = Get(Settings.CollectMig),
        Activity = Get(Settings.CollectActivity),
        Processes = Get(Settings.CollectProcesses),
        Events = Get(Settings.CollectEvents),
    };

    private MetricsConfiguration Metrics() => new()
    {
        AllPipes = Get(Settings.MetricsAllPipes),
        PerProcess = Get(Settings.MetricsPerProcess),
        ProcessSeriesLimit = Get(Settings.MetricsProcessSeriesLimit),
        SeriesLimitPerFamily = Get(Settings.MetricsSeriesLimit),
        DropFamilies = Get(Settings.MetricsDropFamilies),
        DcgmPage = Get(Settings.MetricsDcgmPage),
        RuntimeMetrics = Get(Settings.MetricsRuntime),
        HttpMetrics = Get(Settings.MetricsHttp),
        ForecastDetails = Get(Settings.MetricsForecastDetails),
    };

    private ForecastConfiguration Forecast() => new()
    {
        Enabled = Get(Settings.ForecastEnabled),
        Period = Seconds(Settings.ForecastPeriod),
        Bin = Duration.FromSeconds(Get(Settings.ForecastBin)),
        PublishStep = Duration.FromSeconds(Get(Settings.ForecastPublishStep)),
        Method = Get(Settings.ForecastMethodName),
        MaxSeries = Get(Settings.ForecastMaxSeries),
        SaveInterval = Seconds(Settings.ForecastSaveInterval),
        Retention = Duration.FromDays(Get(Settings.ForecastRetention)),
        TimeZone = Get(Settings.ForecastTimeZone),
    };

    private HttpConfiguration Http() => new()
    {
        MaxConcurrentScrapes = Get(Settings.HttpMaxConcurrentScrapes),
        MaxConnections = Get(Settings.HttpMaxConnections),
        KeepAlive = Seconds(Settings.HttpKeepAlive),
        RequestTimeout = Seconds(Settings.HttpRequestTimeout),
        StopGrace = Seconds(Settings.HttpStopGrace),
    };
}
