using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Workloads;

/// <summary>Something whose process may run on a GPU. Used under the driver's lock.</summary>
internal interface IOccupant
{
    string Name { get; }

    /// <summary>Null while it does not run.</summary>
    ResidentProcess? Resident { get; }

    /// <summary>Null: the whole GPU.</summary>
    GpuInstance? Instance { get; }

    ComputeInstance? Compute { get; }

    WorkloadShape Shape { get; }

    /// <summary>Its owner allows that it is stopped and started elsewhere.</summary>
    bool Movable { get; }

    /// <summary>It belongs to its GPU as the scenario says and stays listed there while it does not run.</summary>
    bool Rooted { get; }

    /// <summary>Busy share of its slot, 0..1.</summary>
    double Activity(double now);

    /// <summary>Its process is gone.</summary>
    void End(double now, EndCause cause);
}
