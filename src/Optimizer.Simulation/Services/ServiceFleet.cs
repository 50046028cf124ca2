using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Services;

/// <summary>The services of a node and what happens to their replicas by itself. Used under the driver's lock.</summary>
internal sealed class ServiceFleet(SimulatedDriver driver, ulong seed)
{
    /// <summary>Restart times scatter by this share to both sides.</summary>
    private const double StartSpread = 0.1;

    /// <summary>In the scenario's order. An array, because it is walked at every step and must not allocate.</summary>
    public SimulatedService[] Services { get; } = [.. driver.Plan.Services.Select(plan => new SimulatedService(plan, seed))];

    public ServiceFaultBoard Faults { get; } = new(driver.Plan.ServiceFaults);

    /// <summary>When the next replica changes its state by itself; infinite when none will.</summary>
    public double NextDue { get; private set; } = double.PositiveInfinity;

    public SimulatedService? Find(string name)
    {
        foreach (SimulatedService service in Services)
        {
            if (service.Plan.Name == name)
            {
                return service;
            }
        }

        return null;
    }

    /// <summary>Puts the scenario's replicas on their seats, ready.</summary>
    public void Populate()
    {
        foreach (SimulatedService service in Services)
        {
            foreach (SeatPlan at in service.Plan.At)
            {
                SimulatedGpu gpu = driver.Gpus[at.Gpu];
                GpuInstance? instance = at.Profile is { } profile ? gpu.Partitions.FindAt(profile, at.Start) : null;
                Seat seat = new(new GpuUuid(gpu.Uuid), instance is null ? null : new PlacedInstance(instance.Profile.Name, new Placement(instance.Placement.Start, instance.Placement.Size)));
                ServiceReplica replica = new(service, service.FreeOrdinal(), gpu, instance, seat, service.Plan.CapacityOf(instance?.Profile.Name ?? Model.Workloads.ProfileCapacity.WholeGpu) ?? 0);
                Settle(replica);
                service.Turn(replica, ReplicaState.Ready, 0);
            }
        }
    }

    /// <summary>Starts a replica on a free seat; what is known to go wrong is decided here, by fault and draw.</summary>
    public ServiceReplica Start(SimulatedService service, SimulatedGpu gpu, GpuInstance? instance, Seat seat, double capacity, int processes)
    {
        double now = driver.CallTime;
        string name = service.Plan.Name;
        double spread = 1 + (StartSpread * ((2 * service.Draw()) - 1));
        double slow = Faults.Strike(ServiceFaultKind.SlowStart, name, now)?.Amount ?? 1;
        ServiceReplica replica = new(service, service.FreeOrdinal(), gpu, instance, seat, capacity)
        {
            Processes = processes,
            StartedAt = now,
            Since = now,
            Doomed = Faults.Strike(ServiceFaultKind.WontStart, name, now) is not null,
            Lifetime = Faults.Strike(ServiceFaultKind.Dies, name, now)?.Amount ?? double.PositiveInfinity,
            DueAt = Math.Max(now, gpu.BusyUntil) + (service.Plan.RestartSeconds * spread * slow),
        };
        service.Starts++;
        Settle(replica);
        Schedule();
        Happen(now);
        return replica;
    }

    /// <summary>Asks a replica to stop: it finishes what it has begun, which takes some of its grace.</summary>
    public void Stop(ServiceReplica replica)
    {
        SimulatedService service = replica.Service;
        double now = driver.CallTime;
        bool stuck = Faults.Strike(ServiceFaultKind.WontStop, service.Plan.Name, now) is not null;
        double grace = service.Plan.Move?.Grace.TotalSeconds ?? 0;
        double needed = replica.State == ReplicaState.Starting ? 0 : grace * (0.2 + (0.6 * service.Draw()));
        service.Stops++;
        service.Turn(replica, ReplicaState.Draining, now, byOrder: true);
        replica.DueAt = stuck ? double.PositiveInfinity : now + needed;
        replica.Trouble = stuck ? $"{replica.Unit} does not stop" : null;
        driver.Refresh(replica.Gpu);
        Schedule();
        Happen(now);
    }

    /// <summary>Lets everything happen that is due.</summary>
    public void Happen(double now)
    {
        while (NextDue <= now)
        {
            Turn(Next()!);
            Schedule();
        }
    }

    public void SettleAll(double now)
    {
        foreach (SimulatedService service in Services)
        {
            service.Account.Settle(now);
        }
    }

    /// <summary>Call when replicas ended otherwise than here.</summary>
    public void Schedule() => NextDue = Next()?.DueAt ?? double.PositiveInfinity;

    private void Turn(ServiceReplica replica)
    {
        double now = replica.DueAt;
        switch (replica.State)
        {
            case ReplicaState.Starting when !replica.Doomed:
                replica.Service.MeasuredRestart = now - replica.StartedAt;
                replica.Service.Turn(replica, ReplicaState.Ready, now);
                replica.DueAt = now + replica.Lifetime;
                driver.Refresh(replica.Gpu);
                break;
            case ReplicaState.Starting:
                replica.Trouble = $"{replica.Unit} ended before it was ready on {replica.Seat}";
                driver.Vacate(replica.Gpu, replica, EndCause.Crashed);
                break;
            case ReplicaState.Draining:
                driver.Vacate(replica.Gpu, replica, EndCause.Ordered);
                break;
            default:
                driver.Vacate(replica.Gpu, replica, EndCause.Crashed);
                break;
        }
    }

    private void Settle(ServiceReplica replica)
    {
        ServicePlan plan = replica.Service.Plan;
        SimulatedProcess process = new(driver.NextPid(), new(plan.Command, plan.ControlGroup(replica.Ordinal), plan.Owner ?? "root"), plan.MemoryBytes);
        replica.Resident = new ResidentProcess(
            process,
            replica.Instance is null ? ResidentProcess.NoInstance : (uint)replica.Instance.Id,
            replica.Compute is null ? ResidentProcess.NoInstance : (uint)replica.Compute.Id);
        replica.Service.Replicas.Add(replica);
        replica.Service.Replicas.Sort(static (left, right) => left.Ordinal.CompareTo(right.Ordinal));
        driver.Occupy(replica.Gpu, replica);
    }

    /// <summary>The replica whose state changes next; of equal times the first by service and number. Null when none will.</summary>
    private ServiceReplica? Next()
    {
        ServiceReplica? next = null;
        foreach (SimulatedService service in Services)
        {
            foreach (ServiceReplica replica in service.Replicas)
            {
                next = replica.DueAt < (next?.DueAt ?? double.PositiveInfinity) ? replica : next;
            }
        }

        return next;
    }
}
