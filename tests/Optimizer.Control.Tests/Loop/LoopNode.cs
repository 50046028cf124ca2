using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Control.Ports;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Planning;
using Optimizer.Planning.Terms;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Control.Tests.Loop;

/// <summary>The whole loop on a simulated node in manual time: driver, sampler, partitioner, runtime and journal are the product's own.</summary>
internal sealed class LoopNode : IAsyncDisposable, IObserver, IForecastSource
{
    private readonly NvmlInlineExecutor _executor = new();
    private readonly NvmlSession _session;
    private readonly Func<IPartitioner, IPartitioner> _partitioning;
    private readonly Func<IWorkloadRuntime, IWorkloadRuntime> _running;
    private readonly Dictionary<string, double> _demand = new(StringComparer.Ordinal);

    private LoopNode(
        string scenario, ControlOptions options, IJournal? journal, ulong seed, Func<IPartitioner, IPartitioner>? partitioning, Func<IWorkloadRuntime, IWorkloadRuntime>? running)
    {
        _partitioning = partitioning ?? (partitioner => new RefusingPartitioner(partitioner, step => Refuse?.Invoke(step) == true));
        _running = running ?? (static runtime => runtime);
        Node = SimulatedNode.Create(Scenario.Parse("test", scenario), seed, Time);
        Clock = new TimeClock(Time, () => ClockStep);
        Journal = journal ?? new MemoryJournal(() => Boot);
        Options = options;
        _session = new NvmlSession(Node.CreateSymbolSource, new NvmlErrorLedger(), "simulated");
        Sampler = new NodeSampler(
            _session, _executor, Node.Processes, Node.Topology, new SamplerClocks(Clock, Time, Time), new SamplerOptions { EventThread = false }, NullLogger<NodeSampler>.Instance);
        Loop = Start();
    }

    /// <summary>The node's time.</summary>
    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public IClock Clock { get; }

    /// <summary>How far the wall clock was set away from where it would be; the monotonic one knows nothing of it.</summary>
    public Duration ClockStep { get; set; }

    public SimulatedNode Node { get; }

    public NodeSampler Sampler { get; }

    public IJournal Journal { get; }

    public ControlOptions Options { get; set; }

    public ControlLoop Loop { get; private set; }

    /// <summary>What forecasting makes of each service's demand; as it is: demand is seen and nothing is foreseen.</summary>
    public Func<SeriesForecast, SeriesForecast> Foresee { get; set; } = static series => series;

    /// <summary>Identity of the boot; change it and start again for a reboot.</summary>
    public string Boot { get; set; } = "boot-1";

    /// <summary>The GPUs' UUIDs by index, as first seen.</summary>
    public Dictionary<int, string> Uuids { get; } = [];

    /// <summary>Every tick so far.</summary>
    public List<TickRecord> Ticks { get; } = [];

    /// <summary>Happens before each tick, also before those that follow at once; null: nothing.</summary>
    public Action<LoopNode>? Before { get; set; }

    /// <summary>Changes of the hardware that are refused for good; null: none.</summary>
    public Func<PlanStep, bool>? Refuse { get; set; }

    /// <summary>Happens in the middle of a tick, while the node is read; null: nothing.</summary>
    public Action? Observing { get; set; }

    /// <summary>A replica's process ends by itself.</summary>
    public void Kill(Seat seat)
    {
        NodeSnapshot seen = Sampler.Latest!;
        GpuSnapshot gpu = seen.Gpus.Single(one => one.Uuid == seat.Gpu);
        uint? instance = gpu.Mig?.Instances.FirstOrDefault(one => one.Profile == seat.Instance?.Profile && one.PlacementStart == (uint?)seat.Instance?.Placement.Start)?.Id;
        Assert.True(Node.Driver.RemoveProcess(gpu.ProcessList.Single(process => process.GpuInstanceId == instance).Pid));
    }

    public static LoopNode Of(
        string scenario,
        ControlOptions? options = null,
        IJournal? journal = null,
        ulong seed = 1,
        Func<IPartitioner, IPartitioner>? partitioning = null,
        Func<IWorkloadRuntime, IWorkloadRuntime>? running = null) =>
        new(scenario, options ?? Acting(), journal, seed, partitioning, running);

    /// <summary>Enforce, with gates that stand in no test's way.</summary>
    public static ControlOptions Acting() => new()
    {
        Mode = OperatingMode.Enforce,
        Terms = new PolicyTerms { Gates = new GateTerms { Dwell = Duration.Zero } },
    };

    /// <summary>A new process on the same node and journal: what was in memory is gone.</summary>
    public ControlLoop Start() => Loop = new ControlLoop(new ControlParts
    {
        Observer = this,
        Forecasts = this,
        Problems = new ProblemBuilder(),
        Planner = new Planner(),
        Partitioner = _partitioning(new NvmlPartitioner(
            Sampler, new HolderScan(Node.Processes, null, 1), new NoSurroundings(), null, () => MigMinors.None, Time, new PartitionerOptions(), NullLogger<NvmlPartitioner>.Instance)),
        Runtimes = [_running(Node.Runtime)],
        Journal = Journal,
        Clock = Clock,
        Stopwatch = Time,
        Declarations = () => Node.Declarations.ToValueArray(),
        Options = () => Options,
        Boot = Boot,
    });

    /// <summary>Says what a service is asked for from now on, in the words of its own unit.</summary>
    public void Demand(string service, double rate) => _demand[service] = rate;

    /// <summary>Time passes, then ticks follow one another while there is more to do at once.</summary>
    public async Task<TickRecord> TickAsync(int seconds = 10)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        TickRecord tick;
        do
        {
            Before?.Invoke(this);
            Task<TickRecord> running = Loop.TickAsync(CancellationToken.None);
            Assert.True(running.IsCompleted, "a tick in manual time ends on the thread that began it");
            tick = await running;
            Ticks.Add(tick);
        }
        while (tick.More && Ticks.Count < 100_000);
        return tick;
    }

    /// <summary>One tick, however much more could be done at once.</summary>
    public async Task<TickRecord> OnceAsync(int seconds = 0)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        TickRecord tick = await Loop.TickAsync(CancellationToken.None);
        Ticks.Add(tick);
        return tick;
    }

    /// <summary>The node goes down and comes up: what runs and every instance is gone, and the daemon starts anew.</summary>
    public void Reboot()
    {
        Node.Driver.ReloadDriver();
        Boot += "+1";
        Start();
    }

    /// <summary>Ticks until something holds, or fails with what was last seen.</summary>
    public async Task<TickRecord> TickUntilAsync(Func<TickRecord, bool> done, int most = 120, int seconds = 10)
    {
        for (int count = 0; count < most; count++)
        {
            int before = Ticks.Count;
            await TickAsync(seconds);
            if (Ticks.Skip(before).FirstOrDefault(done) is { } reached)
            {
                return reached; // more may have followed at once, such as the next plan that holds
            }
        }

        TickRecord last = Ticks[^1];
        using StringWriter why = new();
        foreach (PlanRecord record in await Journal.HistoryAsync(5, false, CancellationToken.None))
        {
            if (await Journal.FindAsync(record.Plan.Generation, CancellationToken.None) is { } found)
            {
                Optimizer.Planning.Explanations.PlanText.Write(found.Record.Plan, found.Inputs, why);
            }

            await why.WriteLineAsync($"{record.Life}: {record.Outcome}");
        }

        throw new Xunit.Sdk.XunitException(
            $"not reached after {most} ticks; last plan {last.Plan?.Plan.Generation} {last.Plan?.Life}: {last.Plan?.Outcome ?? last.Plan?.Plan.Summary}\n{string.Join('\n', last.Holds.Select(hold => $"{hold.Interlock} {hold.Subject}: {hold.Sentence}"))}\n{string.Join('\n', Ticks.Where(tick => tick.Step is not null).TakeLast(12).Select(tick => $"{tick.At} {tick.Plan?.Life} {tick.Step} {tick.Outcome}"))}\n{why}");
    }

    public async Task<NodeSnapshot?> ObserveAsync(bool fresh, CancellationToken cancellationToken)
    {
        Observing?.Invoke();
        NodeSnapshot seen = await Sampler.SampleAsync(cancellationToken);
        foreach (GpuSnapshot gpu in seen.Gpus)
        {
            Uuids.TryAdd((int)gpu.Identity.Index, gpu.Uuid.Value);
        }

        return seen;
    }

    public Task<DemandForecast?> ForecastAsync(NodeSnapshot seen, Instant now, CancellationToken cancellationToken) => Task.FromResult<DemandForecast?>(new DemandForecast
    {
        At = now,
        Series =
        [
            .. _demand.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Foresee(new SeriesForecast
            {
                Key = new SeriesKey(SeriesScope.Workload, pair.Key, DemandSignal.RequestRate),
                Observed = pair.Value,
                SeenAt = now,
                Health = new ForecastHealth { State = ForecastState.Cold, Leader = "none" },
            })),
        ],
    });

    public async ValueTask DisposeAsync()
    {
        Loop.Dispose();
        await Sampler.DisposeAsync();
        await _executor.DisposeAsync();
        Node.Dispose();
    }

    private sealed class TimeClock(TimeProvider time, Func<Duration> step) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow()) + step();
    }
}
