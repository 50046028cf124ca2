using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Loop;

/// <summary>Carries out one step through the ports. It chooses nothing: the plan says what, the ports say what became of it.</summary>
internal sealed class StepRunner(ControlParts parts)
{
    /// <summary>Tries a step of a plan, or the compensation of one.</summary>
    /// <param name="index">The step of the plan.</param>
    /// <param name="compensation">Undo it instead.</param>
    /// <param name="facts">What is known now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<StepOutcome> TryAsync(int index, bool compensation, StepFacts facts, CancellationToken cancellationToken)
    {
        PlanStep planned = facts.Flight.Plan.Steps[index];
        PlanStep step = !compensation ? planned
            : Compensations.Of(planned, planned is PlanStep.StopReplica stopped ? Flight.ProcessesBefore(facts.Flight, stopped) : 1);
        switch (step)
        {
            case PlanStep.CreateInstance create:
                return await parts.Partitioner.CreateAsync(step.Gpu, create.Instance, cancellationToken);
            case PlanStep.DestroyInstance destroy:
                if (OccupantOf(new Seat(step.Gpu, destroy.Instance), facts) is { } occupant)
                {
                    return new StepOutcome.Refused(StepTrouble.InUse, $"{destroy.Instance} of {step.Gpu} is not destroyed: {occupant} is on it. It is tried again when that has ended.", true);
                }

                await RevokeAsync(new Seat(step.Gpu, destroy.Instance), cancellationToken);
                return await parts.Partitioner.DestroyAsync(step.Gpu, destroy.Instance, cancellationToken);
            case PlanStep.SetMigMode mode:
                return await parts.Partitioner.SetMigModeAsync(step.Gpu, mode.Enabled, step.Rung == DisruptionRung.GpuReset, cancellationToken);
            case PlanStep.StartReplica start:
                return await StartAsync(start, compensation ? null : Flight.StandsInFor(facts.Flight.Plan, index), facts, cancellationToken);
            case PlanStep.StopReplica stop:
                return await StopAsync(stop, index, compensation, facts, cancellationToken);
            default:
                throw new InvalidOperationException($"unhandled step {step}");
        }
    }

    private static string? OccupantOf(Seat seat, StepFacts facts) =>
        facts.Running.Replicas.FirstOrDefault(replica => replica.Seat == seat && replica.State is not (ReplicaState.Stopped or ReplicaState.Failed)) is { } replica
            ? $"{replica.Name} ({replica.State.ToString().ToLowerInvariant()})"
            : null;

    private async Task<StepOutcome> StartAsync(PlanStep.StartReplica start, Seat? standsInFor, StepFacts facts, CancellationToken cancellationToken)
    {
        if (Find(start.Workload) is not { } found)
        {
            return new StepOutcome.Refused(StepTrouble.NoRuntime, $"{start.Workload} is not started: it is not declared any more, or nothing here runs it.", false);
        }

        Seat seat = new(start.Gpu, start.Instance);
        if (SeatDevices.Of(facts.Seen, seat) is not { } device)
        {
            if (SeatDevices.IsBare(facts.Seen, seat))
            {
                // What an earlier plan could neither finish nor take back: nobody can use it, and everybody takes it for free.
                StepOutcome whole = await parts.Partitioner.CreateAsync(seat.Gpu, seat.Instance!, cancellationToken);
                return whole is StepOutcome.Applied ? new StepOutcome.Waiting($"{seat} had no compute instance and was given one; {start.Workload} starts there next") : whole;
            }

            return new StepOutcome.Refused(StepTrouble.NotThere, $"{start.Workload} is not started on {seat}: the driver shows no such instance with one compute instance.", true);
        }

        ReplicaOrder order = new()
        {
            Workload = found.Workload,
            Seat = seat,
            Device = device,
            Processes = start.Processes,
            StandsInFor = standsInFor,
            BeganAt = facts.BeganAt,
        };
        return await found.Runtime.StartAsync(order, cancellationToken);
    }

    private async Task<StepOutcome> StopAsync(PlanStep.StopReplica stop, int index, bool compensation, StepFacts facts, CancellationToken cancellationToken)
    {
        if (Find(stop.Workload) is not { } found)
        {
            return new StepOutcome.Refused(StepTrouble.NoRuntime, $"{stop.Workload} is not stopped: it is not declared any more, or nothing here runs it.", false);
        }

        Seat seat = new(stop.Gpu, stop.Instance);
        bool mayStop = compensation || found.Workload.Move is not null;
        if (!mayStop)
        {
            return new StepOutcome.Refused(StepTrouble.NotPermitted, $"{stop.Workload} is not stopped: its declaration no longer has terms for moving it.", false);
        }

        if ((compensation ? LastOne(found, seat, facts) : FloorBroken(found.Workload, seat, index, facts)) is { } broken)
        {
            return new StepOutcome.Refused(StepTrouble.InUse, broken, true);
        }

        ReplicaOrder order = new()
        {
            Workload = found.Workload,
            Seat = seat,
            Device = SeatDevices.Of(facts.Seen, seat),
            BeganAt = facts.BeganAt,
        };
        return await found.Runtime.StopAsync(order, cancellationToken);
    }

    /// <summary>The plan promised an order in which the floor holds; here it is held against what is ready now, since a stand-in may have died since it was started.</summary>
    private static string? FloorBroken(WorkloadDeclaration workload, Seat seat, int index, StepFacts facts)
    {
        Replica[] running = [.. facts.Running.Replicas.Where(replica => replica.Workload == workload.Name)];
        if (!running.Any(replica => replica.Seat == seat && replica.State is ReplicaState.Ready or ReplicaState.Starting))
        {
            return null; // it is stopping, or gone already
        }

        Plan plan = facts.Flight.Plan;
        if (Flight.StandInOf(plan, index) is { } standIn && standIn < index && SeatOf(plan.Steps[standIn]) is var stands
            && !running.Any(replica => replica.Seat == stands && replica.State == ReplicaState.Ready))
        {
            return $"{workload.Name} on {seat} is not stopped: its stand-in on {stands} was ready and is not any more. See why it ended.";
        }

        int change = plan.Steps.Take(index + 1).Sum(step => step switch
        {
            PlanStep.StartReplica start when start.Workload == workload.Name => 1,
            PlanStep.StopReplica stop when stop.Workload == workload.Name => -1,
            _ => 0,
        });
        bool told = change < 0 && plan.Notes.Any(note => note.Subject == workload.Name);
        int others = running.Count(replica => replica.Seat != seat && replica.State == ReplicaState.Ready);
        return workload.Qos != QosClass.Guaranteed || told || others >= workload.Replicas.Min
            ? null
            : $"{workload.Name} on {seat} is not stopped: {others} other replicas are ready and {workload.Replicas.Min} are guaranteed. It waits until more are ready.";
    }

    /// <summary>Undoing takes away what the plan added; not while that is all there is. What cannot run twice must go, so that it can be put back where it was.</summary>
    private static string? LastOne((WorkloadDeclaration Workload, IWorkloadRuntime Runtime) found, Seat seat, StepFacts facts)
    {
        Replica[] ready = [.. facts.Running.Replicas.Where(replica => replica.Workload == found.Workload.Name && replica.State == ReplicaState.Ready)];
        return found.Runtime.CanRunTwice(found.Workload) && ready.Any(replica => replica.Seat == seat) && ready.Length - 1 < found.Workload.Replicas.Min
            && (found.Workload.Qos == QosClass.Guaranteed || facts.Flight.Before.Any(gpu => IsOn(gpu, found.Workload.Name)))
            ? $"{found.Workload.Name} on {seat} is not stopped: {ready.Length - 1} others are ready, and it wants at least {found.Workload.Replicas.Min}. See why they ended."
            : null;
    }

    private static bool IsOn(GpuTarget gpu, string workload) => gpu.WholeGpuWorkload == workload || gpu.Instances.Any(instance => instance.Workload == workload);

    private static Seat? SeatOf(PlanStep step) => step is PlanStep.StartReplica start ? new Seat(start.Gpu, start.Instance) : null;

    private (WorkloadDeclaration Workload, IWorkloadRuntime Runtime)? Find(string name)
    {
        WorkloadDeclaration? workload = parts.Declarations().FirstOrDefault(declared => declared.Name == name);
        IWorkloadRuntime? runtime = workload is null ? null : parts.Runtimes.FirstOrDefault(runtime => runtime.Runs(workload));
        return runtime is null ? null : (workload!, runtime);
    }

    private async Task RevokeAsync(Seat seat, CancellationToken cancellationToken)
    {
        foreach (IWorkloadRuntime runtime in parts.Runtimes.ToArray())
        {
            await runtime.RevokeAsync(seat, cancellationToken);
        }
    }
}
