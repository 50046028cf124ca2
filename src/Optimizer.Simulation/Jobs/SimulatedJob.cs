using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Physics;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Jobs;

/// <summary>One job: waiting, running, or over.</summary>
internal sealed class SimulatedJob(JobPlan plan, ulong seed) : IOccupant
{
    private readonly ulong _stream = SimulatedIdentity.Number($"job/{seed}/{plan.Name}");

    public JobPlan Plan { get; } = plan;

    public string Name => Plan.Name;

    public ResidentProcess? Resident { get; set; }

    public SimulatedGpu? Gpu { get; set; }

    public GpuInstance? Instance { get; set; }

    public ComputeInstance? Compute { get; set; }

    public WorkloadShape Shape => Plan.Shape;

    public bool Movable => false;

    public bool Rooted => false;

    /// <summary>When it began; not a number before.</summary>
    public double StartedAt { get; set; } = double.NaN;

    public bool HasStarted => !double.IsNaN(StartedAt);

    /// <summary>Why its process is gone; null while it waits or runs.</summary>
    public EndCause? Ended { get; private set; }

    /// <summary>When its work is done; infinite while it does not run.</summary>
    public double DueAt => Resident is null ? double.PositiveInfinity : StartedAt + Plan.DurationSeconds;

    public double Activity(double now) =>
        Math.Clamp(Plan.Load * (1 + (0.04 * (SimulatedIdentity.Draw(_stream, (long)Math.Floor(now)) - 0.5))), 0, 1);

    public void End(double now, EndCause cause) => (Resident, Instance, Compute, Ended) = (null, null, null, cause);
}
