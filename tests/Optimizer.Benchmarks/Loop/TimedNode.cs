using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Control.Ports;
using Optimizer.Control.Problems;
using Optimizer.Exporter.Exposition;
using Optimizer.Host.Configuration;
using Optimizer.Host.Observation;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Node.Journal;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Planning;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Benchmarks.Loop;

/// <summary>The loop wired as the daemon wires it, with the journal on disk and a stopwatch on every port.</summary>
internal sealed class TimedNode : IObserver, IForecastSource, IAsyncDisposable
{
    private readonly NvmlThread _thread = new(TimeProvider.System, TimeSpan.FromSeconds(10));
    private readonly NvmlSession _session;
    private readonly TimeProvider _time;
    private readonly string _folder = Path.Combine(Environment.GetEnvironmentVariable("STATE_DIRECTORY") ?? Path.Combine(AppContext.BaseDirectory, "loop"), Path.GetRandomFileName());
    private readonly MetricsExporter _exporter = new(ExporterSettings.From(DaemonConfiguration.Default));
    private readonly SqliteJournal _journal;

    /// <summary>Starts a node.</summary>
    /// <param name="scenario">What it is.</param>
    /// <param name="time">Its time: moved by hand, or real where the driver's own latencies are to pass.</param>
    /// <param name="options">How the loop works.</param>
    public TimedNode(Scenario scenario, TimeProvider time, ControlOptions options)
    {
        (_time, Options) = (time, options);
        Clock = new ProviderClock(time);
        Node = SimulatedNode.Create(scenario, 1, time);
        _session = new NvmlSession(Node.CreateSymbolSource, new NvmlErrorLedger());
        Sampler = new NodeSampler(
            _session, _thread, Node.Processes, Node.Topology, new SamplerClocks(Clock, time, TimeProvider.System), new SamplerOptions { EventThread = time is not ManualTimeProvider }, NullLogger<NodeSampler>.Instance);
        Directory.CreateDirectory(_folder);
        _journal = new SqliteJournal(_folder, static () => "boot", Clock, NullLogger<SqliteJournal>.Instance);
        Journal = TimedParts.Of(_journal, Stages);
        Loop = Start();
    }

    public SimulatedNode Node { get; }

    public NodeSampler Sampler { get; }

    public Stages Stages { get; } = new();

    public IClock Clock { get; }

    public IJournal Journal { get; }

    public ControlLoop Loop { get; private set; }

    public ControlOptions Options { get; set; }

    /// <summary>What is expected of demand.</summary>
    public DemandForecast? Forecast { get; set; }

    /// <summary>A new loop on the same node and journal.</summary>
    public ControlLoop Start() => Loop = new ControlLoop(new ControlParts
    {
        Observer = this,
        Forecasts = this,
        Problems = new ProblemBuilder(),
        Planner = new Planner(),
        Partitioner = TimedParts.Of(
            new NvmlPartitioner(
                Sampler, new HolderScan(Node.Processes, null, 1), new NoSurroundings(), null, () => MigMinors.None, _time, new PartitionerOptions(), NullLogger<NvmlPartitioner>.Instance),
            Stages),
        Runtimes = [TimedParts.Of(Node.Runtime, Stages)],
        Journal = Journal,
        Clock = Clock,
        Stopwatch = _time,
        Declarations = () => Node.Declarations.ToValueArray(),
        Options = () => Options,
        Boot = "boot",
        Published = Publish,
    });

    /// <summary>A sampler's cycle with what goes with it in the daemon.</summary>
    public async Task<NodeSnapshot> CycleAsync()
    {
        NodeSnapshot seen = await Sampler.SampleAsync(CancellationToken.None);
        _exporter.Publish(seen);
        return seen;
    }

    /// <summary>What the disk takes for 8 KiB, as a write of the journal is; milliseconds.</summary>
    public double SyncOnce()
    {
        using FileStream file = new(Path.Combine(_folder, "sync"), FileMode.Append);
        file.Write(new byte[8192]);
        long began = Stopwatch.GetTimestamp();
        file.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public Task<NodeSnapshot?> ObserveAsync(bool fresh, CancellationToken cancellationToken) =>
        Stages.OfAsync<NodeSnapshot?>("observe", async () => fresh || Sampler.Latest is null ? await CycleAsync() : Sampler.Latest);

    public Task<DemandForecast?> ForecastAsync(NodeSnapshot seen, Instant now, CancellationToken cancellationToken) => Stages.OfAsync("forecast", () => Task.FromResult(Forecast));

    public async ValueTask DisposeAsync()
    {
        Loop.Dispose();
        _journal.Dispose();
        await Sampler.DisposeAsync();
        await _thread.DisposeAsync();
        Node.Dispose();
        _exporter.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Publish(ControlReport report)
    {
        long began = Stopwatch.GetTimestamp();
        _exporter.PublishControl(report);
        Stages.Add("publish", Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
