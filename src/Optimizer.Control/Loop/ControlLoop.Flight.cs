using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Loop;

/// <content>A plan in flight: one step at a time, each written down before and after, each held against what is seen; undone when it cannot go on.</content>
public sealed partial class ControlLoop
{
    private async Task BeginAsync(Tick tick, PlanRecord record, ValueArray<GpuTarget> before, string? approvedBy, CancellationToken cancellationToken)
    {
        await AppendAsync(new JournalEntry.PlanBegan(record.Plan.Generation, before, approvedBy) { At = tick.At }, cancellationToken);
        _proposal = null;
        tick.More = true;
    }

    private async Task FlyAsync(Tick tick, PlanRecord flight, CancellationToken cancellationToken)
    {
        if (_rebooted && !_restored && flight.Plan.Policy != RestorePlan.Policy)
        {
            await EndAsync(tick, flight, PlanLife.Abandoned, "The node was rebooted while the plan was in flight; what it had done is gone with the layout.", [], cancellationToken);
            tick.More = true;
            return;
        }

        bool restores = flight.Plan.Policy == RestorePlan.Policy;
        Volatile.Write(ref _settled, _settled || !restores);
        if (restores && _inherited == flight.Plan.Generation && LostAgain(tick, flight) is { } lost)
        {
            await EndAsync(tick, flight, PlanLife.Abandoned, $"What it had made is gone again ({lost}); it is begun anew.", [], cancellationToken);
            tick.More = true;
            return;
        }

        if (!restores && tick.Running.Trouble is { } unread)
        {
            // Whether a floor holds is not known, so nothing is stopped and nothing destroyed, in either direction.
            _holds.Say(tick.At, Interlock.StaleReadings, "plan", $"Plan {flight.Plan.Generation} waits until it is known again what runs: {unread}");
            return;
        }

        if (flight.Life == PlanLife.Acting && !restores && WhyNotGoOn(tick, flight) is { } reason)
        {
            await UnwindAsync(tick, flight, reason, cancellationToken);
            return;
        }

        FlightMove next = Flight.Next(flight);
        if (next is FlightMove.Do or FlightMove.Undo && !MayAct(tick) && Flight.IsAtRest(flight))
        {
            Volatile.Write(ref _settled, true); // consumers need not wait for an operator
            string goesOn = _memory.Paused || _memory.Ceiling is not null ? "after \"gpu-optimizer resume\"" : "when the mode is approve or enforce again";
            _holds.Say(
                tick.At,
                _memory.Paused ? Interlock.Paused : Interlock.Mode,
                "",
                $"Plan {flight.Plan.Generation} rests after {flight.Steps.Count(step => step.State == StepState.Applied)} of {flight.Plan.Steps.Count} steps; every workload has what it had. It goes on {goesOn}.");
            return;
        }

        switch (next)
        {
            case FlightMove.Do forth:
                await StepAsync(tick, flight, forth.Index, false, cancellationToken);
                break;
            case FlightMove.Undo back:
                _holds.Say(tick.At, Interlock.Unwinding, "", $"Plan {flight.Plan.Generation} is being undone: {flight.Outcome}");
                await StepAsync(tick, flight, back.Index, true, cancellationToken);
                break;
            case FlightMove.Commit:
                await CommitAsync(tick, flight, cancellationToken);
                break;
            case FlightMove.Settle:
                await SettleAsync(tick, flight, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"unhandled move {next}");
        }
    }

    /// <summary>A layout that is not what a restoring of before had made of it: the node was rebooted once more. Null when all is as it left it.</summary>
    private string? LostAgain(Tick tick, PlanRecord flight)
    {
        ValueArray<GpuTarget> sure = ExpectedLayouts.Of(flight, withHand: false), hand = ExpectedLayouts.Of(flight, withHand: true);
        for (int index = 0; index < sure.Count; index++)
        {
            GpuSnapshot? gpu = tick.Seen!.Gpus.FirstOrDefault(one => one.Uuid == sure[index].Gpu);
            if (gpu is not null && !IsQuarantined(gpu.Uuid) && ExpectedLayouts.Seen(gpu) is { } seen && seen != sure[index] && seen != hand[index])
            {
                return $"{gpu.Uuid} is {ExpectedLayouts.Text(seen)} instead of {ExpectedLayouts.Text(sure[index])}";
            }
        }

        return null;
    }

    /// <summary>One sentence when the plan must not go on: a step was given up, a GPU is gone, somebody else changed one, or too much time has passed.</summary>
    private string? WhyNotGoOn(Tick tick, PlanRecord flight)
    {
        if (flight.Steps.FirstOrDefault(step => !step.Compensation && step.State == StepState.Skipped) is { } givenUp)
        {
            return givenUp.Detail ?? $"step {givenUp.Index + 1} was given up";
        }

        Instant last = flight.Steps.Select(step => step.At).Append(flight.BeganAt ?? tick.At).Max();
        Duration most = Flight.Next(flight) is FlightMove.Do next ? Duration.Max(tick.Options.MostPlanAge, DeadlineOf(tick, flight.Plan.Steps[next.Index])) : tick.Options.MostPlanAge;
        if (tick.At - last > most)
        {
            return $"nothing happened for {(tick.At - last).TotalMinutes:0} min (at most {most.TotalMinutes:0}); what it was made from is out of date";
        }

        ValueArray<GpuUuid> touched = Flight.Gpus(flight.Plan);
        ValueArray<GpuTarget> sure = ExpectedLayouts.Of(flight, withHand: false), hand = ExpectedLayouts.Of(flight, withHand: true);
        for (int index = 0; index < sure.Count; index++)
        {
            GpuUuid uuid = sure[index].Gpu;
            GpuSnapshot? gpu = tick.Seen!.Gpus.FirstOrDefault(one => one.Uuid == uuid);
            if (!touched.Contains(uuid))
            {
                continue;
            }

            if (gpu is null || gpu.Availability != GpuAvailability.Up)
            {
                return $"{uuid} was lost: {gpu?.Trouble ?? "the driver no longer lists it"}";
            }

            if (ExpectedLayouts.Seen(gpu) is { } seen && seen != sure[index] && seen != hand[index])
            {
                return $"the layout of {uuid} is {ExpectedLayouts.Text(seen)} where {ExpectedLayouts.Text(sure[index])} was expected: somebody else changed it";
            }
        }

        return null;
    }

    private async Task StepAsync(Tick tick, PlanRecord flight, int index, bool compensation, CancellationToken cancellationToken)
    {
        PlanStep planned = flight.Plan.Steps[index];
        if (compensation && Flight.WhyKept(flight, index) is { } kept)
        {
            await EndStepAsync(tick, flight, Begun(tick, flight, index, true) with { State = StepState.Skipped, At = tick.At, Detail = kept }, cancellationToken);
            tick.More = true;
            return;
        }

        if ((compensation || flight.Plan.Policy == RestorePlan.Policy) && WhyHandsOff(tick, planned) is { } untouchable)
        {
            await EndStepAsync(tick, flight, Begun(tick, flight, index, compensation) with { State = StepState.Skipped, At = tick.At, Detail = untouchable }, cancellationToken);
            await QuarantineAsync(tick, planned.Gpu, untouchable, cancellationToken);
            tick.More = true;
            return;
        }

        StepRecord? had = Flight.RecordOf(flight, index, compensation);
        if (had is { State: StepState.Failed } && tick.At < AttemptFrom(had, tick.Options))
        {
            _holds.Say(tick.At, Interlock.Retry, planned.Gpu.Value, $"Attempt {had.Attempts + 1} of {tick.Options.MostAttempts} waits: {had.Detail}");
            return;
        }

        if (had is null)
        {
            await AppendAsync(new JournalEntry.StepIntended(flight.Plan.Generation, index, compensation) { At = tick.At }, cancellationToken);
            had = Begun(tick, flight, index, compensation);
        }

        tick.Step = planned;
        tick.Outcome = await _steps.TryAsync(index, compensation, new StepFacts(tick.At, flight, tick.Seen!, tick.Running, had.BeganAt), cancellationToken);
        await ConcludeAsync(tick, flight, planned, had, cancellationToken);
    }

    private async Task ConcludeAsync(Tick tick, PlanRecord flight, PlanStep planned, StepRecord had, CancellationToken cancellationToken)
    {
        Instant now = _parts.Clock.GetCurrentInstant();
        switch (tick.Outcome)
        {
            case StepOutcome.Applied applied:
                Duration took = planned is PlanStep.StartReplica or PlanStep.StopReplica ? Duration.Max(applied.Took, now - had.BeganAt) : applied.Took;
                await EndStepAsync(tick, flight, had with { State = StepState.Applied, At = now, Took = took, Trouble = null, Detail = null }, cancellationToken);
                _book.Measure(flight, planned, had.Compensation, took, CanRunTwice(planned));
                tick.More = true;
                break;
            case StepOutcome.Waiting waiting:
                // Undoing a stop is a start and takes as long as one; the time an earlier attempt took is not this one's.
                PlanStep tried = had.Compensation ? Compensations.Of(planned, 1) : planned;
                Duration limit = DeadlineOf(tick, tried);
                if (now - AttemptFrom(had, tick.Options) > limit)
                {
                    string late = $"it did not come to an end within {limit.TotalSeconds:0} s: {waiting.Sentence}";
                    await FailAsync(tick, flight, planned, had, StepTrouble.TimedOut, late, false, cancellationToken);
                }

                break;
            case StepOutcome.Refused refused:
                await FailAsync(tick, flight, planned, had, refused.Trouble, refused.Detail, refused.Retryable, cancellationToken);
                break;
            case StepOutcome.Failed failed:
                await FailAsync(tick, flight, planned, had, failed.Trouble, failed.Detail, failed.Retryable, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"unhandled outcome {tick.Outcome}");
        }
    }

    private Duration DeadlineOf(Tick tick, PlanStep step) =>
        Deadlines.Of(step, _parts.Declarations().FirstOrDefault(one => one.Name == WorkloadOf(step)), _learned, tick.Options);

    /// <summary>When the attempt in hand began, or may begin.</summary>
    private static Instant AttemptFrom(StepRecord step, ControlOptions options) =>
        step.State == StepState.Failed ? step.At + (options.RetryAfter * Math.Pow(2, step.Attempts - 1)) : step.BeganAt;

    private async Task FailAsync(
        Tick tick, PlanRecord flight, PlanStep planned, StepRecord had, StepTrouble trouble, string detail, bool retryable, CancellationToken cancellationToken)
    {
        int attempts = had.State == StepState.Failed ? had.Attempts + 1 : had.Attempts;
        StepRecord failed = had with { State = StepState.Failed, At = _parts.Clock.GetCurrentInstant(), Attempts = attempts, Trouble = trouble, Detail = detail };
        bool last = !retryable || attempts >= tick.Options.MostAttempts;
        bool untouched = tick.Outcome is StepOutcome.Refused && tick.At == had.BeganAt;
        bool skip = last && (had.Compensation || untouched || flight.Plan.Policy == RestorePlan.Policy);
        await EndStepAsync(tick, flight, skip ? failed with { State = StepState.Skipped } : failed, cancellationToken);
        if (!last)
        {
            _holds.Say(tick.At, Interlock.Retry, planned.Gpu.Value, $"Attempt {attempts} of {tick.Options.MostAttempts} failed: {detail}");
            return;
        }

        _book.Moved(planned, trouble);
        tick.More = true;
        if (trouble == StepTrouble.GpuLost || (skip && (!untouched || flight.Plan.Policy == RestorePlan.Policy) && planned is PlanStep.CreateInstance or PlanStep.DestroyInstance or PlanStep.SetMigMode))
        {
            await QuarantineAsync(tick, planned.Gpu, detail, cancellationToken);
        }

        if (!had.Compensation && flight.Plan.Policy != RestorePlan.Policy)
        {
            await UnwindAsync(tick, _memory.InFlight ?? flight, detail, cancellationToken);
        }
    }

    private async Task UnwindAsync(Tick tick, PlanRecord flight, string reason, CancellationToken cancellationToken)
    {
        tick.More = true;
        await AppendAsync(new JournalEntry.PlanUnwinds(flight.Plan.Generation, reason) { At = tick.At }, cancellationToken);
    }

    private async Task CommitAsync(Tick tick, PlanRecord flight, CancellationToken cancellationToken)
    {
        if (flight.Plan.Policy == RestorePlan.Policy)
        {
            StepRecord[] left = [.. flight.Steps.Where(step => step.State == StepState.Skipped)];
            string outcome = left.Length == 0 ? "The layout is as before the reboot." : $"Not all of the layout could be made again: {string.Join("; ", left.Select(step => step.Detail).Distinct())}";
            await EndAsync(tick, flight, left.Length == 0 ? PlanLife.Committed : PlanLife.Failed, outcome, SeenLayout(tick, flight), cancellationToken);
            tick.More = true;
            return;
        }

        foreach (GpuTarget target in flight.Plan.Targets.ToArray())
        {
            GpuTarget wanted = ExpectedLayouts.Bare(target);
            GpuSnapshot? gpu = tick.Seen!.Gpus.FirstOrDefault(one => one.Uuid == target.Gpu);
            if (Flight.Gpus(flight.Plan).Contains(target.Gpu) && gpu is not null && ExpectedLayouts.Seen(gpu) is { } seen && seen != wanted)
            {
                await UnwindAsync(tick, flight, $"all steps were done, and yet {target.Gpu} is {ExpectedLayouts.Text(seen)} instead of {ExpectedLayouts.Text(wanted)}", cancellationToken);
                return;
            }
        }

        ValueArray<GpuTarget> touched = flight.Plan.Targets.Where(target => flight.Before.Any(before => before.Gpu == target.Gpu)).ToValueArray();
        await EndAsync(tick, flight, PlanLife.Committed, $"All {flight.Plan.Steps.Count} steps were seen to have happened.", Merged(touched), cancellationToken);
        tick.More = true;
    }

    private async Task SettleAsync(Tick tick, PlanRecord flight, CancellationToken cancellationToken)
    {
        StepRecord[] skipped = [.. flight.Steps.Where(step => step.Compensation && step.State == StepState.Skipped)];
        if (skipped.Length == 0)
        {
            await EndAsync(tick, flight, PlanLife.RolledBack, $"Undone, the node is as before: {flight.Outcome}", [], cancellationToken);
        }
        else
        {
            string left = string.Join("; ", skipped.Select(step => step.Detail).Distinct());
            await EndAsync(tick, flight, PlanLife.Failed, $"{flight.Outcome}; and not all of it could be undone: {left}", SeenLayout(tick, flight), cancellationToken);
        }

        await DemoteAsync(tick, cancellationToken);
        tick.More = true;
    }

    /// <summary>Goes no further than recommending after failures in a row. Asked again before each plan, since the process may have ended between the last failure and this.</summary>
    private async Task DemoteAsync(Tick tick, CancellationToken cancellationToken)
    {
        if (tick.Options.DemoteAfterFailures > 0 && _memory.FailuresInARow >= tick.Options.DemoteAfterFailures && ModeOf(tick) > OperatingMode.Recommend)
        {
            string reason = $"{_memory.FailuresInARow} plans in a row failed or were undone, the last: {_newest?.Outcome}";
            await AppendAsync(new JournalEntry.ControlChanged(_memory.Paused, OperatingMode.Recommend, JournalFold.Daemon, reason) { At = tick.At }, cancellationToken);
        }
    }

    private Task EndStepAsync(Tick tick, PlanRecord flight, StepRecord record, CancellationToken cancellationToken)
    {
        PlanStep planned = flight.Plan.Steps[record.Index];
        PastChange? past = record is { State: StepState.Applied, Compensation: false } && planned.Rung >= DisruptionRung.IdleInstance
            && planned is PlanStep.DestroyInstance or PlanStep.StopReplica or PlanStep.SetMigMode
            ? new PastChange(record.At, planned.Gpu, planned.Rung, WorkloadOf(planned), TenantOf(planned))
            : null;
        return AppendAsync(new JournalEntry.StepEnded(flight.Plan.Generation, record, past) { At = record.At }, cancellationToken);
    }

    private async Task EndAsync(Tick tick, PlanRecord flight, PlanLife life, string outcome, ValueArray<GpuTarget> committed, CancellationToken cancellationToken)
    {
        await AppendAsync(new JournalEntry.PlanEnded(flight.Plan.Generation, life, outcome, committed) { At = tick.At }, cancellationToken);
        _proposal = null;
        _plannedAt = life == PlanLife.Committed ? null : tick.At;
        _failedAt = life is PlanLife.RolledBack or PlanLife.Failed ? tick.At : null;
    }

    private async Task QuarantineAsync(Tick tick, GpuUuid gpu, string reason, CancellationToken cancellationToken)
    {
        if (!IsQuarantined(gpu))
        {
            await AppendAsync(new JournalEntry.GpuQuarantined(new Quarantine(gpu, tick.At, reason)) { At = tick.At }, cancellationToken);
        }
    }

    /// <summary>Why the hardware of a step may not be touched while undoing: it is lost, or already given up.</summary>
    private string? WhyHandsOff(Tick tick, PlanStep step)
    {
        if (step is PlanStep.StartReplica or PlanStep.StopReplica)
        {
            return null;
        }

        GpuSnapshot? gpu = tick.Seen!.Gpus.FirstOrDefault(one => one.Uuid == step.Gpu);
        return gpu is null || gpu.Availability != GpuAvailability.Up
            ? $"{step.Gpu} is lost, so nothing on it can be undone ({gpu?.Trouble ?? "the driver no longer lists it"})"
            : IsQuarantined(step.Gpu) ? $"{step.Gpu} is quarantined, so nothing more is done on it" : null;
    }

    private static StepRecord Begun(Tick tick, PlanRecord flight, int index, bool compensation) =>
        Flight.RecordOf(flight, index, compensation)
        ?? new StepRecord { Index = index, Compensation = compensation, State = StepState.Intended, BeganAt = tick.At, At = tick.At };

    /// <summary>The layout in force with that of some GPUs replaced.</summary>
    private ValueArray<GpuTarget> Merged(ValueArray<GpuTarget> changed) =>
        changed.Concat(_memory.Committed.Where(known => changed.All(one => one.Gpu != known.Gpu))).OrderBy(target => target.Gpu).ToValueArray();

    /// <summary>The layout in force with what is seen now of a plan's GPUs: after a failure, that is what there is.</summary>
    private ValueArray<GpuTarget> SeenLayout(Tick tick, PlanRecord flight) => Merged(
        tick.Seen!.Gpus.Where(gpu => flight.Before.Any(before => before.Gpu == gpu.Uuid)).Select(ExpectedLayouts.Seen).OfType<GpuTarget>().ToValueArray());

    private bool CanRunTwice(PlanStep step) =>
        _parts.Declarations().FirstOrDefault(one => one.Name == WorkloadOf(step)) is not { } workload || CanRunTwice(workload);

    private bool CanRunTwice(WorkloadDeclaration workload) => _parts.Runtimes.FirstOrDefault(runtime => runtime.Runs(workload))?.CanRunTwice(workload) != false;

    private string? TenantOf(PlanStep step) => WorkloadOf(step) is { } name ? _parts.Declarations().FirstOrDefault(one => one.Name == name)?.Tenant : null;

    private static string? WorkloadOf(PlanStep step) => step switch
    {
        PlanStep.StartReplica start => start.Workload,
        PlanStep.StopReplica stop => stop.Workload,
        _ => null,
    };
}
