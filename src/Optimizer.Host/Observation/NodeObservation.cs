using Optimizer.Exporter.Dcgm;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Json;
using Optimizer.Host.Configuration;
using Optimizer.Host.Control;
using Optimizer.Host.Daemon;
using Optimizer.Host.Demand;
using Optimizer.Host.Http;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Node.Memory;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;

namespace Optimizer.Host.Observation;

/// <summary>Observation as a running thing: NVML, sampler, exporter and pages, wired for one node.</summary>
internal sealed class NodeObservation : IAsyncDisposable
{
    private readonly ObservedNode _node;
    private readonly DaemonConfiguration _configuration;
    private readonly NvmlThread _thread;
    private readonly RowRemapFile? _memoryFile;
    private readonly IDisposable? _httpMeters;
    private readonly DemandObservation? _demand;
    private readonly ControlObservation _control;
    private readonly IOperator _operator;
    private readonly SemaphoreSlim _cycles = new(1, 1);
    private readonly Func<DaemonConfiguration, DaemonConfiguration> _adjust;
    private Func<DaemonConfiguration> _current;
    private RowRemapMemory _memory;

    /// <summary>Wires the parts; nothing is opened yet.</summary>
    /// <param name="node">What is observed.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="adjust">What this run makes of any configuration; null: takes it as it is.</param>
    /// <param name="keepsState">Write what must survive a restart into the state directory.</param>
    /// <param name="loggers">Loggers of the parts.</param>
    /// <exception cref="StartRefusedException">The exporter refuses the configuration.</exception>
    public NodeObservation(
        ObservedNode node, DaemonConfiguration configuration, bool keepsState, ILoggerFactory loggers, Func<DaemonConfiguration, DaemonConfiguration>? adjust = null)
    {
        _node = node;
        _configuration = configuration;
        _adjust = adjust ?? (static configuration => configuration);
        _current = () => configuration;
        Exporter = MakeExporter(configuration, node.Clocks.Elapsed); // first: it may refuse, and nothing is held yet
        _memoryFile = keepsState ? new RowRemapFile(configuration.StateDirectory, loggers.CreateLogger<RowRemapFile>()) : null;
        _memory = _memoryFile?.Load() ?? RowRemapMemory.Empty;

        // Deadlines are real time also when simulated time runs faster: the calls themselves do not.
        _thread = new NvmlThread(node.Clocks.Stopwatch, configuration.Sampler.CallDeadline.ToTimeSpan());
        NvmlSession session = new(node.Symbols, new NvmlErrorLedger(), configuration.NvmlLibrary);
        Sampler = new NodeSampler(
            session,
            _thread,
            node.Processes,
            node.Topology,
            node.Clocks,
            SamplerSettings.From(configuration) with { RememberedRowRemaps = _memory },
            loggers.CreateLogger<NodeSampler>());
        Dcgm = new DcgmPage(Environment.MachineName, node.Clocks.Elapsed);
        _httpMeters = configuration.Metrics.HttpMetrics ? HttpMeters.Attach(Exporter.Registry) : null;
        ValueArray<WorkloadDeclaration> declarations = DemandWiring.Declarations(node, configuration.Workloads.Directory).ToValueArray();
        _demand = configuration.Forecast.Enabled && DemandWiring.Follows(node, loggers)
            ? DemandWiring.Make(node, configuration, declarations, keepsState, () => Sampler.Latest, Exporter, loggers)
            : null;
        (_control, _operator) = ControlWiring.Make(
            node, () => _adjust(_current()), declarations, Sampler, CycleAsync, () => _demand?.Latest, keepsState, Exporter.PublishControl, loggers);
    }

    /// <summary>Reads the node.</summary>
    public NodeSampler Sampler { get; }

    /// <summary>Serves <c>/metrics</c>.</summary>
    public MetricsExporter Exporter { get; }

    /// <summary>Serves <c>/metrics/dcgm</c>.</summary>
    public DcgmPage Dcgm { get; }

    /// <summary>The parts the host runs and shows.</summary>
    public DaemonParts Parts => new()
    {
        Pages = new DaemonPages
        {
            LatestSnapshot = () => Sampler.Latest,
            Metrics = async (accept, gzip, token) => Answer(await Exporter.RenderAsync(ExpositionNegotiation.Choose(accept), gzip, token)),
            Dcgm = async (_, gzip, token) => Answer(await Dcgm.RenderAsync(gzip, token)),
            SnapshotJson = static snapshot => SnapshotJson.Serialize(snapshot),
            LayoutJson = static snapshot => SnapshotJson.SerializeLayout(snapshot),
            Plans = _operator,
            LatestForecast = _demand is { } demand ? () => demand.Latest : null,
        },
        Work = RunAsync,
        Operator = _operator,
        SocketPath = SocketPlaces.OfThisProcess(_configuration.Control.Socket, _node.Simulated is not null),
        Bind = current => _current = current,
        Reloaded = Exporter.ReportConfigReload,
        Release = DisposeAsync,
    };

    /// <summary>Runs cycles at the configured cadence until cancelled, and demand and forecasts beside them at their own: neither waits for the other.</summary>
    /// <param name="completed">Called after each cycle.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RunAsync(Action completed, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task demand = _demand is null ? Task.CompletedTask : Task.Run(() => _demand.RunAsync(stop.Token), CancellationToken.None);
        Task control = Task.Run(() => _control.RunAsync(stop.Token), CancellationToken.None);
        long startedAt = _node.Clocks.Stopwatch.GetTimestamp();
        try
        {
            using PeriodicTimer timer = new(_configuration.Sampler.Period.ToTimeSpan(), _node.Clocks.Elapsed);
            do
            {
                await CycleAsync(cancellationToken);
                if (_control.Loop.IsSettled || _node.Clocks.Stopwatch.GetElapsedTime(startedAt) >= _configuration.Control.RestoreDeadline.ToTimeSpan())
                {
                    completed(); // consumers start once what a reboot took is there again, and never later than the deadline
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        finally
        {
            await stop.CancelAsync();
            await control;
            await demand; // saves what was learned before the state's folder and the node go
        }
    }

    /// <summary>Runs one cycle and publishes what it saw.</summary>
    public async Task CycleAsync(CancellationToken cancellationToken)
    {
        // The loop runs cycles of its own around a step; published out of order, a layout would seem to flicker.
        await _cycles.WaitAsync(cancellationToken);
        try
        {
            NodeSnapshot snapshot = await Sampler.SampleAsync(cancellationToken);
            Exporter.Publish(snapshot);
            Dcgm.Publish(snapshot);
            if (_memoryFile is not null)
            {
                _memory = _memory.With(snapshot);
                _memoryFile.Save(_memory);
            }
        }
        finally
        {
            _cycles.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_demand is not null)
        {
            await _demand.DisposeAsync();
        }

        await _control.DisposeAsync();
        await Sampler.DisposeAsync();
        _cycles.Dispose();
        await _thread.DisposeAsync();
        _httpMeters?.Dispose();
        Exporter.Dispose();
        Dcgm.Dispose();
        _node.Dispose();
    }

    private static MetricsExporter MakeExporter(DaemonConfiguration configuration, TimeProvider elapsed)
    {
        try
        {
            return new MetricsExporter(ExporterSettings.From(configuration), elapsed);
        }
        catch (ArgumentException refusal)
        {
            throw new StartRefusedException($"The section \"metrics\" of the configuration cannot be used: {refusal.Message}");
        }
    }

    private static PageAnswer Answer(ExpositionPage page) => new(page.ContentType, page.Body, page.Gzip, page);
}
