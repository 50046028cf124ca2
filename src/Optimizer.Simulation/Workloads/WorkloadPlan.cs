using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Workloads;

/// <summary>A workload as the scenario states it.</summary>
internal sealed record WorkloadPlan
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string Owner { get; init; }

    public required int Gpu { get; init; }

    /// <summary>Null: the whole GPU, with MIG off.</summary>
    public BoardProfile? Profile { get; init; }

    public int Start { get; init; }

    /// <summary>Which compute instance of its GPU instance.</summary>
    public int ComputeIndex { get; init; }

    public required ulong MemoryBytes { get; init; }

    public required WorkloadShape Shape { get; init; }

    public required DemandSeries Demand { get; init; }

    public double Scale { get; init; } = 1;

    public double OffsetSeconds { get; init; }

    public required double Capacity { get; init; }

    public double RestartSeconds { get; init; }

    /// <summary>First word of the command line; at most 15 letters, as the kernel keeps it.</summary>
    public required string Command { get; init; }

    /// <summary>Batch job number, for <c>slurm</c>.</summary>
    public int Job { get; init; }

    /// <summary>Where systemd, Slurm, Docker or the kubelet would put the process.</summary>
    /// <param name="hex">64 hexadecimal digits of its own.</param>
    public string ControlGroup(string hex) => Kind switch
    {
        "slurm" => $"/slurm/uid_1000/job_{Job}/step_0/task_0",
        "container" => $"/system.slice/docker-{hex}.scope",
        "pod" => $"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{hex[..8]}_{hex[8..12]}_{hex[12..16]}_{hex[16..20]}_{hex[20..32]}.slice/cri-containerd-{hex}.scope",
        _ => $"/system.slice/{Name}.service",
    };

    /// <summary>Name under which a node shows the workload: unit, <c>job-ID</c>, container id or pod uid.</summary>
    /// <param name="hex">64 hexadecimal digits of its own.</param>
    public string ObservedName(string hex) => Kind switch
    {
        "slurm" => $"job-{Job}",
        "container" => hex[..12],
        "pod" => $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..32]}",
        _ => $"{Name}.service",
    };
}
