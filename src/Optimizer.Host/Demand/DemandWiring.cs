using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Exporter.Exposition;
using Optimizer.Forecasting;
using Optimizer.Host.Configuration;
using Optimizer.Host.Daemon;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Observation;
using Optimizer.Host.Workloads;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Node.Demand;
using Optimizer.Node.History;

namespace Optimizer.Host.Demand;

/// <summary>Puts demand and forecasting together for one node. Only called where forecasting is on: what it refers to is not even loaded otherwise.</summary>
internal static partial class DemandWiring
{
    // At 600 seconds a second a bin passes in a tenth of one. Beyond, readings come whole bins apart, and hours apart the clock seems to jump.
    private const double FastestSpeed = 600;

    // What a simulated node's services were asked for before it started, so that forecasts need not start cold. A day costs some ten seconds of one core.
    private const int SimulatedDays = 1;

    /// <summary>False when the node's time runs faster than demand can be read, which is said: what would be recorded are gaps.</summary>
    public static bool Follows(ObservedNode node, ILoggerFactory loggers)
    {
        if (node.Speed <= FastestSpeed)
        {
            return true;
        }

        LogTooFast(loggers.CreateLogger(typeof(DemandObservation).FullName!), node.Speed, FastestSpeed);
        return false;
    }

    /// <summary>Wires the parts; nothing is read or opened yet.</summary>
    /// <param name="node">The node.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="declarations">What operators declare.</param>
    /// <param name="keepsState">Keep what is learned in the state directory.</param>
    /// <param name="snapshot">The sampler's latest.</param>
    /// <param name="exporter">Shows what is published.</param>
    /// <param name="loggers">Loggers of the parts.</param>
    public static DemandObservation Make(
        ObservedNode node, DaemonConfiguration configuration, ValueArray<WorkloadDeclaration> declarations, bool keepsState, Func<NodeSnapshot?> snapshot, MetricsExporter exporter, ILoggerFactory loggers)
    {
        SqliteForecastStore? store = keepsState
            ? new SqliteForecastStore(configuration.StateDirectory, node.Clocks.Wall, loggers.CreateLogger<SqliteForecastStore>(), node.Clocks.Stopwatch)
            : null;
        DemandForecaster forecaster = new(Options(configuration.Forecast), store, node.Clocks.Stopwatch);
        HttpMessageInvoker transport = new(node.Stage?.CreateMetricsHandler() ?? MetricsTransport.Create());
        exporter.Declare(new WorkloadMatcher(declarations));
        DemandSources sources = new(
            [.. declarations],
            SourcesOptions(configuration),
            transport,
            node.Clocks.Wall,
            node.Clocks.Stopwatch,
            loggers.CreateLogger<DemandSources>());
        DemandInputs inputs = node.Simulated is { } simulated
            ? new(snapshot, sources, simulated.Past, SimulatedDays, () => Troubles(sources))
            : new(snapshot, sources, sources, configuration.Prometheus.Url is null ? 0 : configuration.Prometheus.BackfillDays, () => Troubles(sources));
        Action<Instant>? saved = keepsState && node.Simulated is not null ? SimulatedClockFile.In(configuration.StateDirectory).Write : null;
        return new DemandObservation(
            inputs, forecaster, configuration.Forecast.Period, node.Clocks, exporter.PublishForecast, saved, () => Release(transport, store), loggers.CreateLogger<DemandObservation>());
    }

    /// <summary>How demand is read.</summary>
    internal static DemandSourcesOptions SourcesOptions(DaemonConfiguration configuration) => new()
    {
        Deadline = configuration.Workloads.ScrapeTimeout,
        PrometheusTimeout = configuration.Prometheus.Timeout,
        Prometheus = configuration.Prometheus.Url,
    };

    private static DemandForecasterOptions Options(ForecastConfiguration forecast) => new()
    {
        // The configuration names only methods there are; what the default stands for is that section's own matter.
        Method = ForecastMethods.Find(forecast.Method) ?? MethodChoice.Default,
        BinSeconds = (int)forecast.Bin.TotalSeconds,
        LeastSamplesPerBin = 1, // a history read back has one reading for each bin
        PublishStep = forecast.PublishStep,
        MostSeries = forecast.MaxSeries,
        Retention = forecast.Retention,
        SaveInterval = forecast.SaveInterval,
        Zone = forecast.TimeZone,
    };

    /// <summary>What operators declare; a simulated node says itself what its operator would have declared.</summary>
    /// <exception cref="StartRefusedException">The declared workloads cannot be read.</exception>
    internal static ImmutableArray<WorkloadDeclaration> Declarations(ObservedNode node, string folder) =>
        node.Stage?.Declarations ?? WorkloadDirectory.Load(folder) switch
        {
            WorkloadsReading.Read read => [.. read.Declarations],
            WorkloadsReading.Refused refused => throw new StartRefusedException(string.Join('\n', refused.Errors)),
            _ => throw new InvalidOperationException("unhandled reading"),
        };

    private static ValueArray<DemandTroubleCount> Troubles(DemandSources sources) =>
        sources.Troubles.Select(static trouble => new DemandTroubleCount(DemandWords.Of(trouble.Source), DemandWords.Of(trouble.Reason), trouble.Count)).ToValueArray();

    private static ValueTask Release(HttpMessageInvoker transport, SqliteForecastStore? store)
    {
        transport.Dispose();
        store?.Dispose();
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(EventId = 2404, Level = LogLevel.Warning, Message = "Forecasting is off: simulated time runs at {Speed} times real time, and demand is read up to {Most} times. Choose a lower --speed to see forecasts")]
    private static partial void LogTooFast(ILogger logger, double speed, double most);
}
