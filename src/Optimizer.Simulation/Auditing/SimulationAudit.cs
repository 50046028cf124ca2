using System.Collections.Immutable;

namespace Optimizer.Simulation.Auditing;

/// <summary>What happened on a node since it started, kept by the simulation itself and by nobody who acts on it. All totals only grow.</summary>
/// <remarks>It depends on the scenario, the seed and on what was done when, never on how often anybody looked.</remarks>
public sealed record SimulationAudit
{
    /// <summary>Simulated seconds since the start.</summary>
    public required double Seconds { get; init; }

    /// <summary>The services, ordered by name (ordinal).</summary>
    public required ImmutableArray<ServiceAudit> Services { get; init; }

    /// <summary>Processes of services, jobs and workloads that ended, in order of time.</summary>
    public required ImmutableArray<EndedProcess> Ended { get; init; }

    /// <summary>Processes nobody was allowed to stop, stopped by order. Anything but 0 is a broken promise.</summary>
    public int UnmovableStopped => Ended.Count(static ended => ended.Cause == EndCause.Ordered && !ended.Movable);

    /// <summary>Processes that were killed with their instance or GPU, or by hand.</summary>
    public int Killed => Ended.Count(static ended => ended.Cause is EndCause.InstanceDestroyed or EndCause.GpuGone or EndCause.KilledByHand);

    /// <summary>Jobs that ran to their end.</summary>
    public int JobsFinished { get; init; }

    /// <summary>Jobs that arrived and wait for a seat.</summary>
    public int JobsWaiting { get; init; }

    /// <summary>Seconds jobs have waited for seats, all together.</summary>
    public double JobWaitSeconds { get; init; }

    /// <summary>GPU instances created through NVML.</summary>
    public int InstancesCreated { get; init; }

    /// <summary>GPU instances destroyed through NVML.</summary>
    public int InstancesDestroyed { get; init; }

    /// <summary>Changes of a GPU's MIG mode through NVML that took effect.</summary>
    public int ModeChanges { get; init; }

    /// <summary>Time those creations and destructions took, by the published table; seconds. 0 where the scenario does not charge it.</summary>
    public double ReconfigurationSeconds { get; init; }

    /// <summary>Time of GPUs with at least one process; GPU hours.</summary>
    public double GpuHoursInUse { get; init; }

    /// <summary>Energy of all GPUs; joules.</summary>
    public double Joules { get; init; }

    /// <summary>Violation time of all services; seconds.</summary>
    public double ViolationSeconds => Services.Sum(static service => service.ViolationSeconds);

    /// <summary>Arrivals beyond ready capacity, of all services.</summary>
    public double Unmet => Services.Sum(static service => service.Unmet);
}
