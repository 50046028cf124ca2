using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Loop;

/// <content>Forecast and plan: what would be better, whether it may be done, and who has to agree.</content>
public sealed partial class ControlLoop
{
    /// <summary>Time between two tries at making room, and before the first. It moves replicas and serves nobody today, so it waits until nothing else was to be gained for hours; halved, twice as many moves are spent on it.</summary>
    private static readonly Duration DefragmentPeriod = Duration.FromHours(6);

    /// <summary>Wait after a plan that failed or was undone, times the failures in a row. At 0, whatever was wrong is met again within a second.</summary>
    private static readonly Duration FailurePause = Duration.FromMinutes(5);

    /// <summary>Rules about what a plan says of itself: they tie it to the very facts it was made from, which move on while it waits.</summary>
    private static readonly HashSet<string> AboutTheRecord =
        ["outlook", "account-adds-up", "alternatives", "chosen-figures", "proof", "words", "generation", "made-for-this-problem"];

    private async Task PlanAsync(Tick tick, CancellationToken cancellationToken)
    {
        await DemoteAsync(tick, cancellationToken);
        SayLowered(tick);
        if (tick.Running.Trouble is not null)
        {
            return; // who is where is not known, so nothing may be moved or taken away
        }

        if (_plannedAt is { } at && tick.At - at < tick.Options.PlanPeriod && tick.At >= at)
        {
            _planHolds.ForEach(hold => _holds.Say(tick.At, hold.Interlock, hold.Subject, hold.Sentence));
            return;
        }

        if (_failedAt is { } failed && tick.At - failed < FailurePause * Math.Min(4, _memory.FailuresInARow) && tick.At >= failed)
        {
            _holds.Say(tick.At, Interlock.Cooldown, "", $"The last plan failed {(tick.At - failed).TotalMinutes:0.#} min ago: {_newest?.Outcome} Planning waits {(FailurePause * Math.Min(4, _memory.FailuresInARow)).TotalMinutes:0} min.");
            return;
        }

        _planHolds = [];
        _plannedAt = tick.At;
        ProblemInputs inputs = InputsOf(tick);
        ProblemReading reading = _parts.Problems.Build(inputs);
        _learned = Learning.Observe(_learned, inputs, reading.Problem);
        foreach (ActiveHold hold in reading.Holds.ToArray())
        {
            SayPlanned(tick, hold.Interlock, hold.Subject, hold.Sentence);
        }

        _lowConfidenceSince = reading.Holds.Any(hold => hold.Interlock == Interlock.LowConfidence) ? _lowConfidenceSince ?? tick.At : null;
        await DecideAsync(tick, inputs, reading, cancellationToken);
        await KeepLearnedAsync(tick, cancellationToken);
    }

    private async Task DecideAsync(Tick tick, ProblemInputs inputs, ProblemReading reading, CancellationToken cancellationToken)
    {
        if (_held is { } held && SameQuestion.Is(held.Problem, held.Plan, reading.Problem))
        {
            // What was answered a minute ago is not worth the time of asking again.
            await HoldAsync(tick, held.Plan, inputs, reading.Problem, cancellationToken);
            return;
        }

        _held = null;
        switch (_parts.Planner.Plan(reading.Problem))
        {
            case PlanResult.Refused refused:
                await RefusedAsync(tick, refused.Refusals, reading.Problem, cancellationToken);
                break;
            case PlanResult.Planned { Plan: { Hold: null } acting }:
                _refused = null;
                await OfferAsync(tick, BreakBeforeMake.Of(acting, inputs.Declarations, CanRunTwice), reading.Problem, cancellationToken);
                break;
            case PlanResult.Planned { Plan: var holding }:
                _refused = null;
                _held = (reading.Problem, holding);
                await HoldAsync(tick, holding, inputs, reading.Problem, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("unhandled planning result");
        }
    }

    private void SayLowered(Tick tick)
    {
        if (ModeOf(tick) < tick.Options.Mode && _memory.Ceiling is null && _lowConfidenceSince is { } unskilled)
        {
            _holds.Say(
                tick.At, Interlock.Demoted, "", $"No forecast has shown skill for {(tick.At - unskilled).TotalHours:0} h, so plans want approval; \"gpu-optimizer resume\" lets it act for another day.");
        }

        if (_memory.Ceiling is { } ceiling && ceiling < tick.Options.Mode)
        {
            _holds.Say(tick.At, Interlock.Demoted, "", $"It goes no further than {ceiling.ToString().ToLowerInvariant()}: {_memory.ControlReason}; \"gpu-optimizer resume\" ends that.");
        }

        if (_memory.Paused)
        {
            _holds.Say(tick.At, Interlock.Paused, "", $"Paused: {_memory.ControlReason}; \"gpu-optimizer resume\" ends that.");
        }
    }

    private ProblemInputs InputsOf(Tick tick) => new()
    {
        At = tick.At,
        Generation = _memory.Generation,
        Seen = Doubted(tick.Seen!),
        Forecast = tick.Forecast,
        Declarations = _parts.Declarations(),
        Replicas = tick.Running.Replicas,
        Runs = workload => _parts.Runtimes.Any(runtime => runtime.Runs(workload)),
        RunsTwice = CanRunTwice,
        Terms = tick.Options.Terms,
        Tenants = tick.Options.Tenants,
        Past = _memory.Past.Where(past => tick.At - past.At <= Duration.FromDays(1)).ToValueArray(),
        Quarantines = _memory.Quarantines,
        Learned = _learned,
    };

    private async Task RefusedAsync(Tick tick, ValueArray<PlanRefusal> refusals, PlanningProblem problem, CancellationToken cancellationToken)
    {
        _book.Evaluated("reject", Words.Of(refusals[0].Reason));
        await WithdrawAsync(tick, "no plan can be made of what is seen now", cancellationToken);
        foreach (PlanRefusal refusal in refusals.ToArray())
        {
            SayPlanned(tick, Interlock.NoPlan, refusal.Subject, $"{refusal.Sentence.TrimEnd('.')}. What would help: {refusal.Relaxation.TrimEnd('.')}.");
        }

        string now = string.Join('\n', refusals.Select(refusal => $"{refusal.Reason} {refusal.Subject}"));
        if (_refused != now)
        {
            await AppendAsync(new JournalEntry.PlanRefused(refusals, problem) { At = tick.At }, cancellationToken);
            _refused = now;
        }
    }

    private async Task HoldAsync(Tick tick, Plan plan, ProblemInputs inputs, PlanningProblem problem, CancellationToken cancellationToken)
    {
        HoldReason reason = plan.Hold!.Value;
        if (reason == HoldReason.AlreadyBest && _proposal?.Record.Plan is { } waiting && IsTidy(waiting)
            && Planner.PlanDefragmentation(problem) is { } still && SameAim(waiting, BreakBeforeMake.Of(still, inputs.Declarations, CanRunTwice)))
        {
            await OfferAsync(tick, BreakBeforeMake.Of(still, inputs.Declarations, CanRunTwice), problem, cancellationToken); // nothing else is better, and that is when making room was proposed
            return;
        }

        await WithdrawAsync(tick, "the present state is better now", cancellationToken);
        _defragmentedAt ??= tick.At;
        if (reason == HoldReason.AlreadyBest && tick.At - _defragmentedAt >= DefragmentPeriod)
        {
            _defragmentedAt = tick.At;
            if (Planner.PlanDefragmentation(problem) is { } tidy)
            {
                await OfferAsync(tick, BreakBeforeMake.Of(tidy, inputs.Declarations, CanRunTwice), problem, cancellationToken);
                return;
            }
        }

        _book.Evaluated(reason == HoldReason.AlreadyBest ? "keep" : "defer", Words.Of(reason));
        if (Words.InterlockOf(reason) is { } interlock)
        {
            SayPlanned(tick, interlock, "", plan.Summary);
        }

        // The same answer every minute is one decision; only a new one is written down.
        if (_newest is not { Life: PlanLife.Held } || _newest.Plan.Hold != reason)
        {
            await MadeAsync(tick, new PlanRecord { Plan = plan, Mode = ModeOf(tick), Life = PlanLife.Held, EndedAt = tick.At }, problem, cancellationToken);
        }
    }

    private async Task OfferAsync(Tick tick, Plan plan, PlanningProblem problem, CancellationToken cancellationToken)
    {
        OperatingMode mode = _memory.Paused ? OperatingMode.Recommend : ModeOf(tick);
        if (mode == OperatingMode.Enforce)
        {
            _book.Evaluated("repartition", "better");
            await WithdrawAsync(tick, $"superseded by plan {plan.Generation}, which the mode lets begin", cancellationToken);
            PlanRecord record = new() { Plan = plan, Mode = mode, Life = PlanLife.Proposed };
            await MadeAsync(tick, record, problem, cancellationToken);
            await BeginCheckedAsync(tick, record, null, cancellationToken);
            return;
        }

        _book.Evaluated("defer", Words.Of(mode == OperatingMode.Approve ? Interlock.Approval : Interlock.Mode));
        PlanLife life = mode == OperatingMode.Approve ? PlanLife.Proposed : PlanLife.Recommended;
        if (_proposal is { } standing && standing.Record.Life == life && SameAim(standing.Record.Plan, plan))
        {
            plan = standing.Record.Plan; // its number stays, so that an operator approves what was read
        }
        else
        {
            await WithdrawAsync(tick, $"superseded by plan {plan.Generation}", cancellationToken);
            PlanRecord record = new() { Plan = plan, Mode = mode, Life = life };
            await MadeAsync(tick, record, problem, cancellationToken);
            _proposal = new PlanningInputs(record, problem); // not before it is on disk: what is not there cannot be approved
        }

        if (life == PlanLife.Proposed)
        {
            SayPlanned(tick, Interlock.Approval, "", $"Plan {plan.Generation} waits for \"gpu-optimizer approve {plan.Generation}\": {plan.Summary}");
        }
        else if (!_memory.Paused)
        {
            SayPlanned(tick, Interlock.Mode, "", $"The mode only recommends: plan {plan.Generation} would {plan.Summary}");
        }
    }

    /// <summary>Begins a plan if every rule still holds on facts read just now.</summary>
    private async Task BeginCheckedAsync(Tick tick, PlanRecord record, string? approvedBy, CancellationToken cancellationToken)
    {
        tick.Seen = await _parts.Observer.ObserveAsync(fresh: true, cancellationToken) ?? tick.Seen;
        tick.Running = await ReadRunningAsync(tick, cancellationToken);
        if (tick.Seen?.Driver is null || tick.Running.Trouble is not null)
        {
            string unknown = tick.Running.Trouble ?? StaleSentence(tick);
            await EndAsync(tick, record, PlanLife.Abandoned, $"It was not begun, because just before it was not known what it would touch: {unknown}", [], cancellationToken);
            return;
        }

        tick.Forecast ??= tick.Seen is null ? null : await _parts.Forecasts.ForecastAsync(tick.Seen, tick.At, cancellationToken);
        PlanningProblem now = _parts.Problems.Build(InputsOf(tick)).Problem with { At = record.Plan.MadeAt, Generation = record.Plan.Parent ?? 0 };
        PlanViolation[] violations =
        [
            .. PlanCheck.Violations(now, record.Plan).Where(violation => !AboutTheRecord.Contains(violation.Invariant)),
            .. approvedBy is null ? [] : PlanCheck.Violations(now with { At = tick.At }, record.Plan).Where(violation => violation.Invariant is "freeze" or "window" or "dwell" or "moves-within-budget"),
        ];
        if (violations.Length > 0)
        {
            string why = $"On facts read just before acting it breaks the rule {violations[0].Invariant} on {violations[0].Subject}: {violations[0].Sentence}";
            await EndAsync(tick, record, PlanLife.Abandoned, why, [], cancellationToken);
            return;
        }

        ValueArray<Model.Snapshots.GpuUuid> touched = Flight.Gpus(record.Plan);
        ValueArray<GpuTarget> before = now.Gpus.Where(gpu => touched.Contains(gpu.Uuid)).Select(PresentOf).ToValueArray();
        await BeginAsync(tick, record, before, approvedBy, cancellationToken);
    }

    private async Task WithdrawAsync(Tick tick, string why, CancellationToken cancellationToken)
    {
        if (_proposal is not { } standing)
        {
            return;
        }

        _book.Withdrawn(standing.Record.Plan.Generation);
        await AppendAsync(new JournalEntry.PlanEnded(standing.Record.Plan.Generation, PlanLife.Abandoned, $"It was not begun: {why}.", []) { At = tick.At }, cancellationToken);
        _proposal = null;
    }

    private async Task MadeAsync(Tick tick, PlanRecord record, PlanningProblem problem, CancellationToken cancellationToken)
    {
        await AppendAsync(new JournalEntry.PlanMade(record, problem) { At = tick.At }, cancellationToken);
        _newest = record;
    }

    private async Task KeepLearnedAsync(Tick tick, CancellationToken cancellationToken)
    {
        if (_keptAt is not { } kept || tick.At - kept >= tick.Options.KeepPeriod)
        {
            await _parts.Journal.KeepAsync(LearnedName, LearnedDocument.Write(_learned, tick.At, tick.Options.Terms.Horizon), cancellationToken);
            _keptAt = tick.At;
        }
    }

    private static bool IsTidy(Plan plan) => plan.Alternatives.Any(way => way is { Name: Planner.Defragment, Lost: null });

    private void SayPlanned(Tick tick, Interlock interlock, string subject, string sentence)
    {
        _holds.Say(tick.At, interlock, subject, sentence);
        _planHolds.Add(new ActiveHold(interlock, subject, tick.At, sentence));
    }

    /// <summary>The same steps to the same end; how long they are expected to take is learned anew with every start and changes nothing of it.</summary>
    private static bool SameAim(Plan left, Plan right) =>
        left.Targets == right.Targets && left.Steps.Select(Timeless).SequenceEqual(right.Steps.Select(Timeless));

    private static PlanStep Timeless(PlanStep step) => step with { ExpectedSeconds = 0 };

    private static GpuTarget PresentOf(GpuState gpu) => new()
    {
        Gpu = gpu.Uuid,
        MigEnabled = gpu.MigEnabled,
        Instances = gpu.Slices.Select(slice => new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)).ToValueArray(),
        WholeGpuWorkload = gpu.WholeGpuWorkload,
    };
}
