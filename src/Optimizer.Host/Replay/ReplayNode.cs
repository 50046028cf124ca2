using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Control.Problems;
using Optimizer.Host.Observation;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;
using Optimizer.Node.Act;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Planning;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Host.Replay;

/// <summary>The daemon's loop on a simulated node in manual time. Driver, sampler, partitioner, forecaster, planner and journal are the product's own; one thread does it all.</summary>
internal sealed class ReplayNode : IAsyncDisposable
{
    private readonly NvmlInlineExecutor _executor = new();
    private readonly NodeSampler _sampler;
    private readonly ReplayObserver _observer;
    private readonly TimedSolver _solver;
    private readonly ReplayTimings _timings;

    /// <summary>Puts it together at the start of the demand; nothing runs yet.</summary>
    /// <param name="scenario">The node and its services.</param>
    /// <param name="seed">Identifiers, restart times and noise follow from it.</param>
    /// <param name="options">How the loop works.</param>
    /// <param name="demand">Where forecasts come from.</param>
    /// <param name="time">The node's time.</param>
    /// <param name="timings">Measures.</param>
    public ReplayNode(Scenario scenario, ulong seed, ControlOptions options, ReplayDemand demand, ManualTimeProvider time, ReplayTimings timings)
    {
        _timings = timings;
        Time = time;
        Clock = new ProviderClock(time);
        Simulated = SimulatedNode.Create(scenario, seed, time);
        NvmlSession session = new(Simulated.CreateSymbolSource, new NvmlErrorLedger(), "simulated");

        // The loop needs to know what is there and who is on it; readings for dashboards would only take time.
        SamplerOptions sampling = new()
        {
            EventThread = false,
            Collectors = [Collector.Inventory, Collector.Mig, Collector.Memory, Collector.Processes],
            InventoryPeriod = Duration.FromHours(1),
            SlowPeriod = Duration.FromHours(1),
        };
        _sampler = new NodeSampler(session, _executor, Simulated.Processes, Simulated.Topology, new SamplerClocks(Clock, time, time), sampling, NullLogger<NodeSampler>.Instance);
        _observer = new ReplayObserver(_sampler, Clock, timings);
        _solver = new TimedSolver(timings);
        ValueArray<WorkloadDeclaration> declarations = Simulated.Declarations.ToValueArray();
        Loop = new ControlLoop(new ControlParts
        {
            Observer = _observer,
            Forecasts = demand,
            Problems = new ProblemBuilder(),
            Planner = new Planner(_solver),
            Partitioner = new NvmlPartitioner(
                _sampler, new HolderScan(Simulated.Processes, null, 1), new NoSurroundings(), null, static () => MigMinors.None, time, new PartitionerOptions(), NullLogger<NvmlPartitioner>.Instance),
            Runtimes = [Simulated.Runtime],
            Journal = new MemoryJournal(),
            Clock = Clock,
            Stopwatch = time,
            Declarations = () => declarations,
            Options = () => options,
        });
    }

    /// <summary>The node's time.</summary>
    public ManualTimeProvider Time { get; }

    /// <summary>The same as a clock.</summary>
    public IClock Clock { get; }

    /// <summary>The node.</summary>
    public SimulatedNode Simulated { get; }

    /// <summary>The daemon's loop.</summary>
    public ControlLoop Loop { get; }

    /// <summary>One tick, to its end on this thread.</summary>
    /// <exception cref="InvalidOperationException">It did not end here: something in it waits for real time, and the replay would not be the same twice.</exception>
    public TickRecord Tick(CancellationToken cancellationToken)
    {
        long mark = _timings.Mark(), searches = _solver.Searches;
        Task<TickRecord> running = Loop.TickAsync(cancellationToken);
        if (!running.IsCompleted)
        {
            throw new InvalidOperationException("a tick in manual time did not end on the thread that began it");
        }

        TickRecord tick = running.GetAwaiter().GetResult();
        if (tick.Plan?.Life is PlanLife.Acting or PlanLife.Unwinding || tick.More)
        {
            _observer.Touched();
        }

        TimeSpan took = _timings.Add("tick", mark);
        if (_solver.Searches > searches)
        {
            _timings.Planned(took);
            _timings.Add("planning", mark);
        }

        return tick;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Loop.Dispose();
        await _sampler.DisposeAsync();
        await _executor.DisposeAsync();
        Simulated.Dispose();
    }
}
