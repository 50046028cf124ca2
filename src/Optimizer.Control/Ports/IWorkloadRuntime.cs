using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Ports;

/// <summary>Where workloads live: systemd, a batch system, a cluster, or a simulation. One caller at a time.</summary>
/// <remarks>
/// Starting and stopping are asked for again in every tick until they answer Applied or Failed; each call returns within moments and never waits
/// for the workload. It survives a crash of the daemon: what it has to remember is with the workloads themselves.
/// </remarks>
public interface IWorkloadRuntime
{
    /// <summary>It can start and stop this workload.</summary>
    bool Runs(WorkloadDeclaration workload);

    /// <summary>A second replica of it can run beside the first: what it stands in for can stop after it is ready. False: moving interrupts it.</summary>
    bool CanRunTwice(WorkloadDeclaration workload);

    /// <summary>Reads what runs.</summary>
    Task<RuntimeReading> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Starts a replica on a seat; Applied once it is ready to serve.</summary>
    Task<StepOutcome> StartAsync(ReplicaOrder order, CancellationToken cancellationToken);

    /// <summary>Drains and stops the replica on a seat: checkpoint, grace, stop. Applied once it is gone, with everything it was allowed to use revoked.</summary>
    Task<StepOutcome> StopAsync(ReplicaOrder order, CancellationToken cancellationToken);

    /// <summary>Revokes every right to a seat that is about to be destroyed or was; what runs elsewhere is not touched.</summary>
    Task RevokeAsync(Seat seat, CancellationToken cancellationToken);
}
