using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Simulation.Auditing;

namespace Optimizer.Host.Replay;

/// <summary>Lets the time of a replay pass: ticks at their period, looks once a second while a plan in flight waits, demand read and windows booked on the way.</summary>
/// <param name="node">The node and the loop on it.</param>
/// <param name="demand">What the front doors have seen.</param>
/// <param name="ledger">Takes the figures.</param>
/// <param name="timings">Measures.</param>
/// <param name="tickSeconds">Time between two ticks; divides a window.</param>
/// <param name="windowSeconds">Length of a window.</param>
internal sealed class ReplayRun(ReplayNode node, ReplayDemand demand, ReplayLedger ledger, ReplayTimings timings, int tickSeconds, int windowSeconds)
{
    /// <summary>As the daemon: between two looks at a drain or a start.</summary>
    private const int LookSeconds = 1;

    /// <summary>Longest time without a tick while a plan is in flight: waits before a second attempt and deadlines end there. Doubled, they end up to ten seconds later.</summary>
    private const int MostLooks = 10;

    /// <summary>As the daemon: ticks in a row without a pause.</summary>
    private const int MostInARow = 500;

    private readonly SortedDictionary<string, long> _holds = new(StringComparer.Ordinal);
    private readonly List<PlanRecord> _decisions = [];
    private readonly FlapCounter _flaps = new();
    private long _lastDecided;
    private bool _inFlight;

    /// <summary>Plans that acted, in order; each as it ended.</summary>
    public IReadOnlyList<PlanRecord> Decisions => _decisions;

    /// <summary>Ticks of the loop so far.</summary>
    public long Ticks { get; private set; }

    /// <summary>Ticks in which each interlock held, by its name.</summary>
    public IReadOnlyDictionary<string, long> Holds => _holds;

    /// <summary>The first thing that nobody foresaw, one sentence; null when there was none.</summary>
    public string? Surprise { get; private set; }

    /// <summary>Made and removed again within half an hour.</summary>
    public int Flaps => _flaps.Flaps;

    /// <summary>Runs to the end of the demand.</summary>
    /// <param name="windows">Windows of demand.</param>
    /// <param name="progress">Told the windows that have ended.</param>
    /// <param name="cancellationToken">Gives up between ticks.</param>
    public void Run(int windows, Action<int> progress, CancellationToken cancellationToken)
    {
        Instant start = node.Clock.GetCurrentInstant();
        Book(windowEnds: false);
        Work(cancellationToken);
        long perWindow = windowSeconds / tickSeconds;
        for (long tick = 1; tick <= windows * perWindow; tick++)
        {
            PassUntil(start + Duration.FromSeconds(tick * tickSeconds), cancellationToken);
            bool windowEnds = tick % perWindow == 0;
            Book(windowEnds);
            if (windowEnds)
            {
                progress((int)(tick / perWindow));
            }

            Work(cancellationToken);
        }
    }

    /// <summary>A plan still in flight at the end is a decision as well.</summary>
    public PlanRecord? Unfinished => node.Loop.Report?.Plan is { Life: PlanLife.Acting or PlanLife.Unwinding } plan ? plan : null;

    private void PassUntil(Instant next, CancellationToken cancellationToken)
    {
        while (_inFlight && node.Clock.GetCurrentInstant() < next)
        {
            Wait(next);
            if (node.Clock.GetCurrentInstant() < next)
            {
                Work(cancellationToken);
            }
        }

        node.Time.Advance((next - node.Clock.GetCurrentInstant()).ToTimeSpan());
    }

    /// <summary>Time passes until something has happened to a replica that the plan may wait for.</summary>
    private void Wait(Instant next)
    {
        long mark = timings.Mark();
        Replica[] before = Running();
        for (int look = 0; look < MostLooks && node.Clock.GetCurrentInstant() < next; look++)
        {
            node.Time.Advance(TimeSpan.FromSeconds(LookSeconds));
            Replica[] now = Running();
            if (now.Length != before.Length || now.Zip(before).Any(static pair => pair.First.State != pair.Second.State || pair.First.Name != pair.Second.Name))
            {
                break;
            }
        }

        timings.Add("wait", mark);
    }

    private Replica[] Running() => [.. node.Simulated.Runtime.ReadAsync(CancellationToken.None).GetAwaiter().GetResult().Replicas];

    private void Book(bool windowEnds)
    {
        long mark = timings.Mark();
        SimulationAudit audit = node.Simulated.Audit();
        Instant now = node.Clock.GetCurrentInstant();
        ledger.Pass(audit, now, windowEnds);
        timings.Add("book", mark);
        demand.Read(audit.Services, now);
    }

    private void Work(CancellationToken cancellationToken)
    {
        int inARow = 0;
        TickRecord tick;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            tick = node.Tick(cancellationToken);
            Ticks++;
            Take(tick);
        }
        while (tick.More && ++inARow < MostInARow);
        _inFlight = tick.Plan?.Life is PlanLife.Acting or PlanLife.Unwinding;
        ledger.InUse(Running().Where(static replica => replica.Seat is not null && replica.State != ReplicaState.Failed).Select(static replica => replica.Seat!.Gpu).Distinct().Count());
    }

    private void Take(TickRecord tick)
    {
        foreach (string interlock in tick.Holds.Select(static hold => hold.Interlock.ToString()).Distinct())
        {
            _holds[interlock] = _holds.GetValueOrDefault(interlock) + 1;
        }

        if (tick.Surprise is { } surprise)
        {
            Surprise ??= $"{surprise.GetType().Name} at {tick.At}: {surprise.Message}";
        }

        bool ended = tick.Plan is { Plan.Hold: null, Life: PlanLife.Committed or PlanLife.RolledBack or PlanLife.Failed or PlanLife.Abandoned };
        if (ended && tick.Plan!.Plan.Generation > _lastDecided)
        {
            _lastDecided = tick.Plan.Plan.Generation;
            _decisions.Add(tick.Plan);
            _flaps.Take(tick.Plan);
        }
    }
}
