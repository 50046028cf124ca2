namespace Optimizer.Model.Snapshots;

/// <summary>What runs a workload.</summary>
public enum WorkloadKind
{
    /// <summary>A systemd unit.</summary>
    Systemd,

    /// <summary>A Slurm job.</summary>
    Slurm,

    /// <summary>A container outside Kubernetes.</summary>
    Container,

    /// <summary>A Kubernetes pod.</summary>
    Pod,
}
