using Optimizer.Control.Ports;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Workloads;

/// <summary>A workload of the scenario: one process in its slot, busy as its demand wants. It waits while the slot does not exist.</summary>
internal sealed class SimulatedWorkload(WorkloadPlan plan, ulong seed) : IOccupant
{
    private const double MaxQueue = 1000;

    private readonly ulong _stream = SimulatedIdentity.Number($"workload/{seed}/{plan.Name}");
    private double _readyAt = double.NegativeInfinity;

    public WorkloadPlan Plan { get; } = plan;

    public string Name => Plan.Name;

    public WorkloadShape Shape => Plan.Shape;

    /// <summary>Nobody declared on what terms, so never.</summary>
    public bool Movable => false;

    public bool Rooted => true;

    /// <summary>Null while it does not run.</summary>
    public ResidentProcess? Resident { get; private set; }

    public GpuInstance? Instance { get; private set; }

    public ComputeInstance? Compute { get; private set; }

    /// <summary>When its process started; only meaningful while it runs.</summary>
    public double StartedAt { get; private set; }

    /// <summary>Taken down by hand: it does not come back by itself.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Digits that containers and pods of the workload are named by.</summary>
    public static string GroupHex(ulong seed, string name) => SimulatedIdentity.Hex($"group/{seed}/{name}");

    public void Stop() => Stopped = true;

    /// <summary>Busy share of its slot, 0..1.</summary>
    public double Activity(double now)
    {
        double noise = 1 + (0.06 * (SimulatedIdentity.Draw(_stream, (long)Math.Floor(now)) - 0.5));
        return Math.Clamp(Plan.Demand.At(now + Plan.OffsetSeconds) * Plan.Scale * noise / Plan.Capacity, 0, 1);
    }

    /// <summary>Requests received since its process started, whether they could be served or not.</summary>
    public double Requests(double now) =>
        Math.Floor(Math.Max(0, Plan.Demand.Until(now + Plan.OffsetSeconds) - Plan.Demand.Until(StartedAt + Plan.OffsetSeconds)) * Plan.Scale);

    /// <summary>Requests waiting, as a queue with one server has them at this load on average; at most 1000, where a service would refuse.</summary>
    public double QueueLength(double now)
    {
        double load = Plan.Demand.At(now + Plan.OffsetSeconds) * Plan.Scale / Plan.Capacity;
        return load >= 1 ? MaxQueue : Math.Min(MaxQueue, Math.Round(load * load / (1 - load)));
    }

    /// <summary>Takes its slot when it exists and the start time of the workload has passed.</summary>
    public bool TryStart(SimulatedGpu gpu, double now, Func<uint> nextPid)
    {
        if (Stopped || Resident is not null || now < _readyAt || !FindSlot(gpu))
        {
            return false;
        }

        StartedAt = now;
        ProcessIdentity identity = new(Plan.Command, Plan.ControlGroup(GroupHex(seed, Plan.Name)), Plan.Owner);
        Resident = new ResidentProcess(
            new SimulatedProcess(nextPid(), identity, Plan.MemoryBytes),
            Instance is null ? ResidentProcess.NoInstance : (uint)Instance.Id,
            Compute is null ? ResidentProcess.NoInstance : (uint)Compute.Id);
        return true;
    }

    /// <summary>Ends the process. It may start again after the workload's restart time.</summary>
    public void End(double now, EndCause cause)
    {
        (Resident, Instance, Compute) = (null, null, null);
        _readyAt = now + Plan.RestartSeconds;
    }

    private bool FindSlot(SimulatedGpu gpu)
    {
        if (Plan.Profile is not { } profile)
        {
            return !gpu.MigEnabled;
        }

        Instance = gpu.MigEnabled ? gpu.Partitions.FindAt(profile, Plan.Start) : null;
        Compute = Instance is not null && Plan.ComputeIndex < Instance.ComputeInstances.Count ? Instance.ComputeInstances[Plan.ComputeIndex] : null;
        return Compute is not null;
    }
}
