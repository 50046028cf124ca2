using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Loop;

/// <content>One step of a plan in flight: tried, waited for, tried again, given up.</content>
public sealed partial class ControlLoop
{
    private async Task StepAsync(Tick tick, PlanRecord flight, int index, bool compensation, CancellationToken cancellationToken)
    {
        PlanStep planned = flight.Plan.Steps[index];
        if (compensation && Flight.WhyKept(flight, index) is { } kept)
        {
            await EndStepAsync(tick, flight, Begun(tick, flight, index, true) with { State = StepState.Skipped, At = tick.At, Detail = kept }, cancellationToken);
            tick.More = true;
            return;
        }

        bool goesBack = compensation || flight.Plan.Policy == RestorePlan.Policy;
        if (goesBack && planned is not (PlanStep.StartReplica or PlanStep.StopReplica) && IsQuarantined(planned.Gpu))
        {
            string given = $"{planned.Gpu} is quarantined, so nothing more is done on it";
            await EndStepAsync(tick, flight, Begun(tick, flight, index, compensation) with { State = StepState.Skipped, At = tick.At, Detail = given }, cancellationToken);
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

        if (goesBack && WhyHandsOff(tick, planned) is { } lost)
        {
            // It may be back in a moment, and giving it up takes an operator to take back.
            await FailAsync(tick, flight, planned, had, StepTrouble.GpuLost, lost, true, cancellationToken);
            return;
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
        if (last && (trouble == StepTrouble.GpuLost || (skip && (!untouched || flight.Plan.Policy == RestorePlan.Policy) && planned is PlanStep.CreateInstance or PlanStep.DestroyInstance or PlanStep.SetMigMode)))
        {
            // Before the step is given up: a process that dies between the two must not forget it.
            await QuarantineAsync(tick, planned.Gpu, detail, cancellationToken);
        }

        await EndStepAsync(tick, flight, skip ? failed with { State = StepState.Skipped } : failed, cancellationToken);
        if (!last)
        {
            _holds.Say(tick.At, Interlock.Retry, planned.Gpu.Value, $"Attempt {attempts} of {tick.Options.MostAttempts} failed: {detail}");
            return;
        }

        _book.Moved(planned, trouble);
        tick.More = true;
        if (!had.Compensation && flight.Plan.Policy != RestorePlan.Policy)
        {
            await UnwindAsync(tick, _memory.InFlight ?? flight, detail, cancellationToken);
        }
    }

    private Task EndStepAsync(Tick tick, PlanRecord flight, StepRecord record, CancellationToken cancellationToken)
    {
        PlanStep planned = flight.Plan.Steps[record.Index];
        PastChange? past = record is { State: StepState.Applied, Compensation: false } && planned.Rung >= DisruptionRung.IdleInstance
            && planned is PlanStep.DestroyInstance or PlanStep.StopReplica or PlanStep.SetMigMode
            ? new PastChange(record.At, planned.Gpu, DisruptionOf(planned), WorkloadOf(planned), TenantOf(planned))
            : null;
        JournalEntry.StepEnded entry = new(flight.Plan.Generation, record, past) { At = record.At };
        return record.State == StepState.Applied ? OweAsync(tick, entry, cancellationToken) : AppendAsync(entry, cancellationToken);
    }

    /// <summary>Stopping a replica is the move. Destroying what it leaves is part of that, though the step may be as deep: counted as well, a day's budget would be spent on half its moves.</summary>
    private static DisruptionRung DisruptionOf(PlanStep step) => step is PlanStep.DestroyInstance ? DisruptionRung.IdleInstance : step.Rung;

    /// <summary>Why the hardware of a step cannot be touched now: it is lost.</summary>
    private static string? WhyHandsOff(Tick tick, PlanStep step)
    {
        GpuSnapshot? gpu = tick.Seen!.Gpus.FirstOrDefault(one => one.Uuid == step.Gpu);
        return step is not (PlanStep.StartReplica or PlanStep.StopReplica) && gpu is not { Availability: GpuAvailability.Up }
            ? $"{step.Gpu} is lost, so nothing on it can be undone ({gpu?.Trouble ?? "the driver no longer lists it"})"
            : null;
    }
}
