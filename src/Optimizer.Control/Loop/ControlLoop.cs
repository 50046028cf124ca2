using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Ports;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;

namespace Optimizer.Control.Loop;

/// <summary>The daemon's one loop: observe, forecast, plan, journal, act, verify. One tick does at most one step, and the next observation says whether it happened.</summary>
/// <remarks>
/// One owner calls <see cref="TickAsync"/>; operators' wishes may come from other threads and wait for the tick at work. Whatever goes wrong in a tick becomes a
/// hold that says so. See decisions/life-of-a-plan.md.
/// </remarks>
public sealed partial class ControlLoop : IDisposable
{
    private readonly ControlParts _parts;
    private readonly StepRunner _steps;
    private readonly ClockWatch _clock;
    private readonly HoldBook _holds = new();
    private readonly ReportBook _book = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private JournalState _memory = JournalState.Empty;
    private LearnedState _learned = LearnedState.Nothing;
    private ControlReport? _report;
    private bool _loaded;
    private bool _settled;
    private RuntimeReading? _running;
    private long _ticks;

    /// <summary>Puts it together; nothing is read yet.</summary>
    public ControlLoop(ControlParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _steps = new StepRunner(parts);
        _clock = new ClockWatch(parts.Stopwatch);
    }

    /// <summary>What it is doing; null before the first tick. Any thread.</summary>
    public ControlReport? Report => Volatile.Read(ref _report);

    /// <summary>The journal was read, and what a reboot took was made again or given up: consumers may start.</summary>
    public bool IsSettled => Volatile.Read(ref _settled);

    /// <summary>What ran when the loop last looked, so that nobody else asks those who run it: they serve one caller at a time. Empty before, and while it only observes. Any thread.</summary>
    public ValueArray<Replica> Replicas => Volatile.Read(ref _running)?.Replicas ?? [];

    /// <summary>What watching the node has taught so far.</summary>
    public LearnedState Learned => _learned;

    /// <summary>One tick. Never throws for what a node may do.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the step in hand ended before.</exception>
    public async Task<TickRecord> TickAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await GuardedAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<TickRecord> GuardedAsync(CancellationToken cancellationToken)
    {
        long started = _parts.Stopwatch.GetTimestamp();
        Tick tick = new(++_ticks, _parts.Clock.GetCurrentInstant(), _parts.Options());
        _holds.Begin();
        try
        {
            await WorkAsync(tick, cancellationToken);
            await WriteOwedAsync(tick);
        }
        catch (JournalException trouble)
        {
            _holds.Say(tick.At, Interlock.Journal, "", $"Nothing is changed: {trouble.Message}");
            _plannedAt = null; // what was decided is not on disk, so the next tick decides again
            tick.More = false;
        }
#pragma warning disable CA1031 // whatever nobody foresaw must end as a hold that says so, never as a change made in surprise nor as a dead daemon
        catch (Exception surprise) when (surprise is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _holds.Say(tick.At, Interlock.Surprise, "", $"Nothing more is done in this tick: {surprise.GetType().Name}: {surprise.Message}");
            tick.Surprise = surprise;
            tick.More = false;
        }

        Publish(tick, Duration.FromTimeSpan(_parts.Stopwatch.GetElapsedTime(started)));
        return new TickRecord
        {
            Number = tick.Number,
            At = tick.At,
            Mode = _memory.Paused ? OperatingMode.Observe : ModeOf(tick),
            Snapshot = tick.Seen?.Sequence,
            Plan = _memory.InFlight ?? _newest,
            Step = tick.Step,
            Outcome = tick.Outcome,
            Holds = _holds.Now,
            More = tick.More,
            Surprise = tick.Surprise,
        };
    }

    private async Task WorkAsync(Tick tick, CancellationToken cancellationToken)
    {
        await LoadAsync(tick, cancellationToken);
        tick.Seen = await ObserveAsync(tick, cancellationToken);
        if (ModeOf(tick) == OperatingMode.Observe && _memory.InFlight is null)
        {
            _holds.Say(tick.At, Interlock.Mode, "", "The mode is observe: nothing is planned and nothing is changed.");
            Volatile.Write(ref _settled, true);
            return;
        }

        if (tick.Seen is not { } seen || tick.At - seen.At > tick.Options.MostReadingAge || seen.Driver is null)
        {
            _holds.Say(tick.At, Interlock.StaleReadings, "", StaleSentence(tick));
            return;
        }

        string? doubt = _clock.Look(tick.At);
        _lowConfidenceSince = doubt is null ? _lowConfidenceSince : null; // hours the clock leapt over are not hours without skill
        if (doubt is not null && _memory.InFlight is null)
        {
            _holds.Say(tick.At, Interlock.Clock, "", doubt);
            return;
        }

        tick.Running = await ReadRunningAsync(tick, cancellationToken);
        tick.Forecast = await _parts.Forecasts.ForecastAsync(seen, tick.At, cancellationToken);
        if (_memory.InFlight is { } flight)
        {
            await FlyAsync(tick, flight, cancellationToken);
        }
        else if (!await RestoreAsync(tick, cancellationToken) && await OwnsLayoutAsync(tick, cancellationToken))
        {
            await PlanAsync(tick, cancellationToken);
        }
    }

    private async Task LoadAsync(Tick tick, CancellationToken cancellationToken)
    {
        if (_loaded)
        {
            return;
        }

        _memory = await _parts.Journal.LoadAsync(cancellationToken);
        await RecallLearnedAsync(tick, cancellationToken);
        await RecallPlansAsync(tick, cancellationToken);
        _inherited = _memory.InFlight?.Plan.Generation;
        _rebooted = _parts.Boot is { } boot && _memory.CommittedBoot is { } before && boot != before;
        _restored = !_rebooted;
        _keptAt = tick.At;
        _loaded = true;
    }

    /// <summary>What was learned is worth having and never worth waiting for: a document that is damaged is begun anew.</summary>
    private async Task RecallLearnedAsync(Tick tick, CancellationToken cancellationToken)
    {
        string? lost = null;
        try
        {
            if (await _parts.Journal.RecallAsync(LearnedName, cancellationToken) is { } document)
            {
                LearnedReading reading = LearnedDocument.Read(document.Span);
                (_learned, lost) = (reading.State, reading.Trouble);
            }
        }
        catch (JournalException damaged) when (damaged.InnerException is FormatException)
        {
            lost = damaged.Message;
        }

        if (lost is not null)
        {
            _holds.Say(tick.At, Interlock.LowConfidence, "learned", $"What was learned before is gone: {lost}");
        }
    }

    /// <summary>The newest plan and the one in force, so that a restart neither writes the same decision again nor forgets what acting saves.</summary>
    private async Task RecallPlansAsync(Tick tick, CancellationToken cancellationToken)
    {
        PlanRecord? newest = (await _parts.Journal.HistoryAsync(1, false, cancellationToken)).FirstOrDefault();
        _avoided.InForce = (await _parts.Journal.HistoryAsync(1, true, cancellationToken)).FirstOrDefault(static plan => plan.Life == PlanLife.Committed);
        _newest = newest;
        if (_memory.InFlight is { } flight)
        {
            _book.Resume(flight.Plan);
        }
        else if (newest is { Life: PlanLife.Proposed or PlanLife.Recommended })
        {
            string why = "It was not begun: the daemon was started anew and plans from what it finds now.";
            await AppendAsync(new JournalEntry.PlanEnded(newest.Plan.Generation, PlanLife.Abandoned, why, []) { At = tick.At }, cancellationToken);
        }
    }

    private async Task<RuntimeReading> ReadRunningAsync(Tick tick, CancellationToken cancellationToken)
    {
        List<Replica> replicas = [];
        string? trouble = null;
        foreach (IWorkloadRuntime runtime in _parts.Runtimes.ToArray())
        {
            RuntimeReading reading = await runtime.ReadAsync(cancellationToken);
            replicas.AddRange(reading.Replicas);
            trouble ??= reading.Trouble;
        }

        if (trouble is not null)
        {
            _holds.Say(tick.At, Interlock.StaleReadings, "workloads", $"What runs is not known: {trouble}");
        }

        RuntimeReading running = new(replicas.OrderBy(replica => replica.Workload, StringComparer.Ordinal).ThenBy(replica => replica.Name, StringComparer.Ordinal).ToValueArray(), trouble);
        Volatile.Write(ref _running, running);
        return running;
    }

    /// <summary>The mode in force: as configured, or less after failures or while forecasts show no skill for long.</summary>
    private OperatingMode ModeOf(Tick tick)
    {
        OperatingMode mode = (OperatingMode)Math.Min((int)tick.Options.Mode, (int)(_memory.Ceiling ?? OperatingMode.Enforce));
        Duration limit = tick.Options.DemoteAfterLowConfidence;
        return limit > Duration.Zero && _lowConfidenceSince is { } since && tick.At - since >= limit && mode == OperatingMode.Enforce ? OperatingMode.Approve : mode;
    }

    private bool MayAct(Tick tick) => !_memory.Paused && ModeOf(tick) >= OperatingMode.Approve;

    private void Remember(JournalEntry entry)
    {
        PlanRecord? plan = JournalFold.Subject(entry) is { } generation
            ? new[] { _memory.InFlight, _newest, _proposal?.Record }.FirstOrDefault(record => record?.Plan.Generation == generation)
            : null;
        JournalState state = JournalFold.After(_memory, entry, plan, _parts.Boot);
        if (JournalFold.Disruption(entry) is { } past)
        {
            state = state with { Past = JournalFold.Recent(state.Past.Append(past), entry.At) };
        }

        if (plan is not null)
        {
            PlanRecord after = JournalFold.After(plan, entry);
            state = state with { InFlight = JournalFold.IsInFlight(after.Life) ? after : state.InFlight?.Plan.Generation == after.Plan.Generation ? null : state.InFlight };
            _newest = after;
        }

        _memory = state;
    }

    private static string StaleSentence(Tick tick) => tick.Seen switch
    {
        null => "Nothing was read yet.",
        { Driver: null } seen => $"The driver does not answer: {seen.Health.DriverTrouble ?? "no reason given"}",
        var seen => $"The newest reading is {(tick.At - seen.At).TotalSeconds:0} s old (at most {tick.Options.MostReadingAge.TotalSeconds:0} s); a driver call may hang.",
    };
}
