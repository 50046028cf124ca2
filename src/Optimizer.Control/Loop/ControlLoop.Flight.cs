using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

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
        if (restores && _inherited == flight.Plan.Generation && await IsOutOfDateAsync(tick, flight, cancellationToken))
        {
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

        await MoveAsync(tick, flight, next, cancellationToken);
    }

    private async Task MoveAsync(Tick tick, PlanRecord flight, FlightMove next, CancellationToken cancellationToken)
    {
        switch (next)
        {
            case FlightMove.Do forth:
                await ForthAsync(tick, flight, forth.Index, cancellationToken);
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

    /// <summary>One step; and while a workload takes its time to get ready, the next one that need not wait for it: ten replicas of a minute each start in one.</summary>
    private async Task ForthAsync(Tick tick, PlanRecord flight, int index, CancellationToken cancellationToken)
    {
        await StepAsync(tick, flight, index, false, cancellationToken);
        while (tick.Outcome is StepOutcome.Waiting && _memory.InFlight is { Life: PlanLife.Acting } going && Flight.Beside(going, index) is { } beside)
        {
            (index, tick.Outcome) = (beside, null);
            await StepAsync(tick, going, index, false, cancellationToken);
        }
    }

    /// <summary>A restoring that another process began: whether this boot is still the one it was for.</summary>
    private async Task<bool> IsOutOfDateAsync(Tick tick, PlanRecord flight, CancellationToken cancellationToken)
    {
        if (await AwaitAsync(tick, true, cancellationToken))
        {
            return true;
        }

        if (LostAgain(tick, flight) is not { } lost)
        {
            return false;
        }

        await EndAsync(tick, flight, PlanLife.Abandoned, $"What it had made is gone again ({lost}); it is begun anew.", [], cancellationToken);
        tick.More = true;
        return true;
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

            if ((tick.Layouts?.GetValueOrDefault(uuid) ?? ExpectedLayouts.Seen(gpu)) is { } seen && seen != sure[index] && seen != hand[index])
            {
                return $"the layout of {uuid} is {ExpectedLayouts.Text(seen)} where {ExpectedLayouts.Text(sure[index])} was expected: somebody else changed it";
            }
        }

        return null;
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
            await EndAsync(tick, flight, PlanLife.Failed, $"{flight.Outcome}; and not all of it could be undone: {left}", SettledLayout(tick, flight), cancellationToken);
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

    private static StepRecord Begun(Tick tick, PlanRecord flight, int index, bool compensation) =>
        Flight.RecordOf(flight, index, compensation)
        ?? new StepRecord { Index = index, Compensation = compensation, State = StepState.Intended, BeganAt = tick.At, At = tick.At };

    /// <summary>The layout in force with that of some GPUs replaced.</summary>
    private ValueArray<GpuTarget> Merged(ValueArray<GpuTarget> changed) =>
        changed.Concat(_memory.Committed.Where(known => changed.All(one => one.Gpu != known.Gpu))).OrderBy(target => target.Gpu).ToValueArray();

    /// <summary>The layout in force with what is seen now of a plan's GPUs: after a failure, that is what there is.</summary>
    private ValueArray<GpuTarget> SeenLayout(Tick tick, PlanRecord flight) => Merged(
        tick.Seen!.Gpus.Where(gpu => flight.Before.Any(before => before.Gpu == gpu.Uuid)).Select(ExpectedLayouts.Seen).OfType<GpuTarget>().ToValueArray());

    /// <summary>The layout in force after a plan that could not be undone: what is seen where its own steps explain it, else what they make. The rest is somebody else's doing, and is said.</summary>
    private ValueArray<GpuTarget> SettledLayout(Tick tick, PlanRecord flight) => Merged(ExpectedLayouts.Of(flight, withHand: false).Select(expected =>
        tick.Seen!.Gpus.FirstOrDefault(gpu => gpu.Uuid == expected.Gpu) is { } gpu && ExpectedLayouts.Seen(gpu) is { } seen && ExpectedLayouts.Explains(flight, expected, seen)
            ? seen
            : expected).ToValueArray());

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
