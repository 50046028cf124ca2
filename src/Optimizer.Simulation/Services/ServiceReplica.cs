using Optimizer.Model.Replicas;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Physics;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Services;

/// <summary>One replica of a service on its seat. Times are simulated seconds.</summary>
internal sealed class ServiceReplica(SimulatedService service, int ordinal, SimulatedGpu gpu, GpuInstance? instance, Seat seat, double capacity) : IOccupant
{
    public SimulatedService Service { get; } = service;

    public int Ordinal { get; } = ordinal;

    public string Unit { get; } = service.Plan.Unit(ordinal);

    public string Name => Service.Plan.Name;

    public SimulatedGpu Gpu { get; } = gpu;

    public Seat Seat { get; } = seat;

    public GpuInstance? Instance { get; } = instance;

    public ComputeInstance? Compute { get; } = instance?.ComputeInstances[0];

    public ResidentProcess? Resident { get; set; }

    public WorkloadShape Shape => Service.Plan.Shape;

    public bool Movable => Service.Plan.Move is not null;

    public bool Rooted => false;

    /// <summary>Requests per second it serves when ready.</summary>
    public double Capacity { get; } = capacity;

    public int Processes { get; init; } = 1;

    public ReplicaState State { get; set; } = ReplicaState.Starting;

    /// <summary>When it came into its state.</summary>
    public double Since { get; set; }

    public double StartedAt { get; init; }

    /// <summary>When its state changes by itself next; infinite: not.</summary>
    public double DueAt { get; set; } = double.PositiveInfinity;

    /// <summary>It ends instead of getting ready.</summary>
    public bool Doomed { get; init; }

    /// <summary>Seconds it lives once ready.</summary>
    public double Lifetime { get; init; } = double.PositiveInfinity;

    /// <summary>Why it failed; null while nothing is wrong.</summary>
    public string? Trouble { get; set; }

    /// <summary>Its failure was told to whoever ordered it; asked again, it is started anew.</summary>
    public bool FailureTold { get; set; }

    public double Activity(double now) => State == ReplicaState.Ready ? Service.Activity(now) : 0;

    public void End(double now, EndCause cause) => Service.Ended(this, now, cause);
}
