using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Problems;

/// <summary>What one workload needs over the horizon.</summary>
public sealed record WorkloadNeed
{
    /// <summary>Name, unique in a problem.</summary>
    public required string Name { get; init; }

    /// <summary>Who it belongs to; null: nobody with terms of their own.</summary>
    public string? Tenant { get; init; }

    /// <summary>What it does.</summary>
    public DeclaredKind Kind { get; init; } = DeclaredKind.Inference;

    /// <summary>What it is promised.</summary>
    public QosClass Qos { get; init; } = QosClass.Burstable;

    /// <summary>Demand capacity is planned for; 0 or more, in the unit of <see cref="SeatOption.Rate"/>.</summary>
    public required double PlanningRate { get; init; }

    /// <summary>Demand that is expected; 0 or more, mostly below <see cref="PlanningRate"/>.</summary>
    public required double ExpectedRate { get; init; }

    /// <summary>Where <see cref="PlanningRate"/> comes from, one clause.</summary>
    public string Basis { get; init; } = "declared";

    /// <summary>Kinds of seats that serve it, ordered by profile, then GPU model; each at most once. For whole-GPU jobs of several GPUs: what the job serves in all.</summary>
    public ValueArray<SeatOption> Options { get; init; } = [];

    /// <summary>Replicas: the least is a hard floor for guaranteed workloads and wanted for the others; the most is hard for all.</summary>
    public ReplicaRange Replicas { get; init; } = new(1, 1);

    /// <summary>Capacity that must never be missing, a hard floor for guaranteed workloads; 0: none. Same unit as the rates.</summary>
    public double FloorRate { get; init; }

    /// <summary>Device memory of one process. Unit: bytes. Null: not stated.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>Oldest CUDA version it runs with; null: any.</summary>
    public Version? Cuda { get; init; }

    /// <summary>Oldest compute capability it runs on; null: any.</summary>
    public Version? ComputeCapability { get; init; }

    /// <summary>Whole GPUs of one replica, MIG off and on one NVLink island; 0: a replica is one seat of <see cref="Options"/>.</summary>
    public int GpusPerReplica { get; init; }

    /// <summary>NUMA node a whole-GPU job prefers; null: no preference.</summary>
    public int? NumaNode { get; init; }

    /// <summary>Most replicas on one GPU; null: no limit.</summary>
    public int? MaxPerGpu { get; init; }

    /// <summary>Workloads that must not share a GPU with it, ordered by name (ordinal); holds in both directions.</summary>
    public ValueArray<string> ApartFrom { get; init; } = [];

    /// <summary>Needs video or JPEG engines: only profiles that have some are used.</summary>
    public bool NeedsMedia { get; init; }

    /// <summary>From stop to ready; not negative.</summary>
    public Duration Restart { get; init; } = Duration.FromSeconds(60);

    /// <summary>Terms on which a running replica may be moved or stopped; null: never.</summary>
    public MoveTerms? Move { get; init; }

    /// <summary>Demand whose absence is penalised: what is planned for, and at least what the fewest wanted replicas serve on the smallest seat.</summary>
    public double WantedRate => Options.IsEmpty ? PlanningRate : Math.Max(PlanningRate, Replicas.Min * Options.Min(option => option.CarefulRate));

    /// <summary>A replica may be moved or stopped while it runs.</summary>
    public bool Movable => Move is not null;
}
