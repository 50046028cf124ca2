using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Services;

/// <summary>Starts and stops the services of a simulated node, as systemd would. Nothing here waits: time passes by the node's clock.</summary>
/// <remarks>
/// A failure is told once to whoever orders the same start; asked again, the replica is started anew. A replica that failed is listed until it is
/// started anew on its seat or told to stop. It obeys an order to stop what nobody may move: that it was given is what the audit is for.
/// </remarks>
internal sealed class SimulatedRuntime(SimulatedDriver driver) : IWorkloadRuntime
{
    /// <summary>Time beyond its grace after which a replica counts as one that does not stop; systemd would kill it long before.</summary>
    private const double StopPatienceSeconds = 30;

    private ServiceFleet Fleet => driver.Fleet;

    public bool Runs(WorkloadDeclaration workload) => Fleet.Find(workload.Name) is not null;

    public bool CanRunTwice(WorkloadDeclaration workload) => Fleet.Find(workload.Name) is { Plan.Single: false };

    public Task<RuntimeReading> ReadAsync(CancellationToken cancellationToken)
    {
        lock (driver.Sync)
        {
            driver.Advance();
            if (Fleet.Faults.Strike(ServiceFaultKind.Unreadable, "", driver.CallTime) is not null)
            {
                return Task.FromResult(new RuntimeReading([], "the simulated runtime does not say what runs, because a fault of the scenario forbids it"));
            }

            List<Replica> replicas = [];
            foreach (SimulatedService service in Fleet.Services)
            {
                replicas.AddRange(service.Replicas.Select(Read));
            }

            replicas.Sort(static (left, right) =>
                string.CompareOrdinal(left.Workload, right.Workload) is var byWorkload and not 0 ? byWorkload : string.CompareOrdinal(left.Name, right.Name));
            return Task.FromResult(new RuntimeReading(ValueArray.Create<Replica>([.. replicas]), null));
        }
    }

    public Task<StepOutcome> StartAsync(ReplicaOrder order, CancellationToken cancellationToken)
    {
        lock (driver.Sync)
        {
            driver.Advance();
            return Task.FromResult(Start(order));
        }
    }

    public Task<StepOutcome> StopAsync(ReplicaOrder order, CancellationToken cancellationToken)
    {
        lock (driver.Sync)
        {
            driver.Advance();
            return Task.FromResult(Stop(order));
        }
    }

    /// <summary>The simulated driver grants nothing beyond the instance itself, so there is nothing to take back.</summary>
    public Task RevokeAsync(Seat seat, CancellationToken cancellationToken) => Task.CompletedTask;

    private StepOutcome Start(ReplicaOrder order)
    {
        if (Fleet.Find(order.Workload.Name) is not { } service)
        {
            return Unknown(order);
        }

        ServiceReplica? present = service.At(order.Seat);
        switch (present?.State)
        {
            case ReplicaState.Ready:
                return new StepOutcome.Applied(Took(present, order));
            case ReplicaState.Starting:
                return new StepOutcome.Waiting($"{present.Unit} gets ready on {order.Seat}");
            case ReplicaState.Draining:
                return new StepOutcome.Waiting($"{present.Unit} still leaves {order.Seat}");
            case ReplicaState.Failed when !present.FailureTold:
                present.FailureTold = true;
                return new StepOutcome.Failed(StepTrouble.WontStart, $"{present.Trouble}; its journal would say why", Retryable: true);
            default:
                return StartAnew(service, present, order);
        }
    }

    private StepOutcome StartAnew(SimulatedService service, ServiceReplica? failed, ReplicaOrder order)
    {
        string name = service.Plan.Name;
        if (service.Plan.Single && service.Replicas.Find(replica => replica.State != ReplicaState.Failed) is { } other)
        {
            return new StepOutcome.Refused(StepTrouble.InUse, $"{name} was to start on {order.Seat}, but {other.Unit} runs on {other.Seat} and cannot run twice; stop it first", Retryable: true);
        }

        if (FindSeat(order, out SimulatedGpu? gpu, out GpuInstance? instance) is { } refused)
        {
            return refused;
        }

        string profile = instance?.Profile.Name ?? ProfileCapacity.WholeGpu;
        if (service.Plan.CapacityOf(profile) is not { } capacity)
        {
            return new StepOutcome.Refused(StepTrouble.WontStart, $"{name} was to start on {order.Seat}, but it serves nothing on {profile}; choose a profile it declares", Retryable: false);
        }

        ulong room = instance is null ? gpu!.MemoryBytes - gpu.ReservedBytes : (ulong)instance.Profile.MemoryMib << 20;
        if (service.Plan.MemoryBytes > room)
        {
            return new StepOutcome.Refused(StepTrouble.WontStart, $"{name} needs {service.Plan.MemoryBytes >> 20} MiB, and {order.Seat} has {room >> 20}; choose a larger profile", Retryable: false);
        }

        if (failed is not null)
        {
            service.Replicas.Remove(failed);
        }

        service.Moves += order.StandsInFor is null ? 0 : 1;
        ServiceReplica replica = Fleet.Start(service, gpu!, instance, order.Seat, capacity, order.Processes);
        return replica.State == ReplicaState.Ready
            ? new StepOutcome.Applied(Duration.Zero)
            : new StepOutcome.Waiting($"{replica.Unit} gets ready on {order.Seat}");
    }

    /// <summary>Null, with the place, when the seat exists, is free, and is what the order's device says it is.</summary>
    private StepOutcome.Refused? FindSeat(ReplicaOrder order, out SimulatedGpu? gpu, out GpuInstance? instance)
    {
        instance = null;
        gpu = null;
        foreach (SimulatedGpu candidate in driver.Gpus)
        {
            gpu = candidate.Uuid == order.Seat.Gpu.Value ? candidate : gpu;
        }

        if (gpu is null || gpu.Lost)
        {
            return new StepOutcome.Refused(StepTrouble.GpuLost, $"{order.Workload.Name} was to start on {order.Seat}, but the node has no such GPU now", Retryable: gpu is not null);
        }

        if (order.Seat.Instance is { } placed)
        {
            instance = gpu.MigEnabled ? gpu.Partitions.GpuInstances.Find(found => found.Profile.Name == placed.Profile && found.Placement.Start == placed.Placement.Start) : null;
        }

        if (order.Seat.Instance is null ? gpu.MigEnabled : instance is null || instance.ComputeInstances.Count == 0)
        {
            return new StepOutcome.Refused(StepTrouble.NotThere, $"{order.Workload.Name} was to start on {order.Seat}, which is not there now; plan again", Retryable: false);
        }

        string visible = instance?.ComputeInstances[0].Uuid ?? gpu.Uuid;
        if (order.Device?.Visible != visible)
        {
            return new StepOutcome.Refused(StepTrouble.Mismatch, $"{order.Workload.Name} was told to use {order.Device?.Visible ?? "no device"} on {order.Seat}, which is {visible} now; read the node again", Retryable: true);
        }

        bool taken = instance is null ? gpu.Processes.Count > 0 : gpu.HasProcesses(instance);
        return taken ? new StepOutcome.Refused(StepTrouble.InUse, $"{order.Workload.Name} was to start on {order.Seat}, but a process runs there; wait for its end", Retryable: true) : null;
    }

    private StepOutcome Stop(ReplicaOrder order)
    {
        if (Fleet.Find(order.Workload.Name) is not { } service)
        {
            return Unknown(order);
        }

        double now = driver.CallTime;
        if (service.At(order.Seat) is not { } replica)
        {
            return new StepOutcome.Applied(Duration.Zero);
        }

        if (replica.State == ReplicaState.Failed)
        {
            service.Replicas.Remove(replica);
            return new StepOutcome.Applied(Duration.Zero);
        }

        if (replica.State != ReplicaState.Draining)
        {
            if (service.Plan.Move?.Checkpoint is { } checkpoint && Fleet.Faults.Strike(ServiceFaultKind.CheckpointFails, service.Plan.Name, now) is not null)
            {
                return new StepOutcome.Failed(StepTrouble.CheckpointFailed, $"{checkpoint} of {replica.Unit} failed, so it goes on on {order.Seat}; see its output", Retryable: true);
            }

            Fleet.Stop(replica);
            return replica.Resident is null ? new StepOutcome.Applied(Duration.Zero) : Draining(replica);
        }

        double grace = service.Plan.Move?.Grace.TotalSeconds ?? 0;
        return now - replica.Since > grace + StopPatienceSeconds
            ? new StepOutcome.Failed(StepTrouble.WontStop, $"{replica.Unit} was asked to stop {now - replica.Since:0} s ago and still runs on {order.Seat}; look at it", Retryable: true)
            : Draining(replica);
    }

    private static StepOutcome.Waiting Draining(ServiceReplica replica) => new($"{replica.Unit} finishes what it has begun on {replica.Seat}");

    private static StepOutcome.Refused Unknown(ReplicaOrder order) =>
        new(StepTrouble.NoRuntime, $"{order.Workload.Name} is no service of this simulated node, so nobody here can start or stop it", Retryable: false);

    /// <summary>Time from the start until it was ready; zero when it was ready before the attempt began.</summary>
    private Duration Took(ServiceReplica replica, ReplicaOrder order) =>
        driver.InstantAt(replica.Since) > order.BeganAt ? Duration.FromSeconds(replica.Since - replica.StartedAt) : Duration.Zero;

    private Replica Read(ServiceReplica replica) => new()
    {
        Workload = replica.Name,
        Seat = replica.Seat,
        Name = replica.Unit,
        State = replica.State,
        Since = driver.InstantAt(replica.Since),
        Processes = replica.Processes,
        MeasuredRestart = replica.Service.MeasuredRestart is { } seconds ? Duration.FromSeconds(seconds) : null,
        Trouble = replica.Trouble,
    };
}
