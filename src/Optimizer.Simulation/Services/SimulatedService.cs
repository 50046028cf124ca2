using Optimizer.Model.Replicas;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Services;

/// <summary>A service of the scenario: what arrives at its front door is shared among its ready replicas in proportion to their capacity.</summary>
internal sealed class SimulatedService(ServicePlan plan, ulong seed)
{
    private readonly ulong _stream = SimulatedIdentity.Number($"service/{seed}/{plan.Name}");
    private long _draws;

    public ServicePlan Plan { get; } = plan;

    public ServiceAccount Account { get; } = new(plan.Demand, plan.Scale, plan.OffsetSeconds, plan.Replicas.Min);

    /// <summary>By ordinal; also those that failed.</summary>
    public List<ServiceReplica> Replicas { get; } = [];

    /// <summary>Stop to ready, as last measured; seconds. Null before the first start.</summary>
    public double? MeasuredRestart { get; set; }

    public int Starts { get; set; }

    public int Moves { get; set; }

    public int Stops { get; set; }

    public int Failures { get; private set; }

    /// <summary>A seeded draw in [0, 1), another each time.</summary>
    public double Draw() => SimulatedIdentity.Draw(_stream, _draws++);

    /// <summary>Busy share of every ready replica: load follows capacity, so they are equally busy.</summary>
    public double Activity(double now) =>
        Math.Clamp(Account.Load(now) * (1 + (0.06 * (SimulatedIdentity.Draw(_stream ^ 0x5EED, (long)Math.Floor(now)) - 0.5))), 0, 1);

    public ServiceReplica? At(Seat seat) => Replicas.Find(replica => replica.Seat == seat);

    public int FreeOrdinal()
    {
        int ordinal = 1;
        while (Replicas.Exists(replica => replica.Ordinal == ordinal))
        {
            ordinal++;
        }

        return ordinal;
    }

    /// <summary>Another state of a replica; the account learns what is ready from then on.</summary>
    public void Turn(ServiceReplica replica, ReplicaState state, double now, bool byOrder = false)
    {
        (replica.State, replica.Since, replica.DueAt) = (state, now, double.PositiveInfinity);
        Recount(now, byOrder);
    }

    /// <summary>The process of a replica is gone: forgotten when it was told to, failed when not.</summary>
    public void Ended(ServiceReplica replica, double now, EndCause cause)
    {
        replica.Resident = null;
        bool ordered = cause == EndCause.Ordered || replica.State == ReplicaState.Draining;
        if (ordered)
        {
            Replicas.Remove(replica);
            Recount(now, byOrder: true);
            return;
        }

        Failures++;
        replica.Trouble ??= cause switch
        {
            EndCause.Crashed => $"{replica.Unit} ended by itself on {replica.Seat}",
            EndCause.InstanceDestroyed => $"{replica.Unit} was killed when {replica.Seat} was destroyed under it",
            EndCause.GpuGone => $"{replica.Unit} was killed when its GPU went away",
            _ => $"{replica.Unit} was killed on {replica.Seat}",
        };
        Turn(replica, ReplicaState.Failed, now);
    }

    public ServiceAudit Audit(double now)
    {
        ServiceAccount.Totals totals = Account.At(now);
        return new ServiceAudit(Plan.Name)
        {
            Arrived = Account.Arrivals(0, now),
            Unmet = totals.Unmet,
            Refused = totals.Refused,
            Waiting = totals.Queue,
            ViolationSeconds = totals.Violation,
            BelowFloorByOrderSeconds = totals.BelowFloorByOrder,
            BelowFloorOtherwiseSeconds = totals.BelowFloorOtherwise,
            Capacity = totals.Capacity,
            Ready = Account.Ready,
            Starts = Starts,
            Moves = Moves,
            Stops = Stops,
            Failures = Failures,
        };
    }

    private void Recount(double now, bool byOrder)
    {
        double capacity = 0;
        int ready = 0;
        foreach (ServiceReplica replica in Replicas)
        {
            if (replica.State == ReplicaState.Ready)
            {
                capacity += replica.Capacity;
                ready++;
            }
        }

        Account.Change(now, capacity, ready, byOrder);
    }
}
