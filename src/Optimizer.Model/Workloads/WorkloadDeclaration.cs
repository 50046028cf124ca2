using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Workloads;

/// <summary>What an operator says about one workload: one file's entry under <c>workloads.d</c>.</summary>
/// <remarks>Whoever reads it from text checks it; here it is data. Two declarations of one set never share a name.</remarks>
public sealed record WorkloadDeclaration
{
    /// <summary>Name on this node, never empty; the identity of its demand series, whatever runs it and wherever.</summary>
    public required string Name { get; init; }

    /// <summary>Who it belongs to, for quotas and reports; null when not stated.</summary>
    public string? Tenant { get; init; }

    /// <summary>What it does.</summary>
    public DeclaredKind Kind { get; init; } = DeclaredKind.Inference;

    /// <summary>How much it may be held to.</summary>
    public QosClass Qos { get; init; } = QosClass.Burstable;

    /// <summary>What runs it; null: it is found by its name alone.</summary>
    public WorkloadHost? Host { get; init; }

    /// <summary>Where its demand is read besides what the GPU shows.</summary>
    public DemandDeclaration Demand { get; init; } = new DemandDeclaration.Activity();

    /// <summary>What one instance of a profile serves inside the latency limit; ordered by profile (ordinal), each once. Empty: not known.</summary>
    public ValueArray<ProfileCapacity> Capacity { get; init; } = [];

    /// <summary>Device memory one replica needs. Unit: bytes. Null: not stated.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>Latency a request must stay within; positive. Null: no limit was promised.</summary>
    public Duration? SloLatency { get; init; }

    /// <summary>How many of it may run at once.</summary>
    public ReplicaRange Replicas { get; init; } = new(1, 1);

    /// <summary>From stop to ready; not negative. Null: not stated, and measured when it happens.</summary>
    public Duration? Restart { get; init; }

    /// <summary>On what terms it may be moved while running; null: never.</summary>
    public MoveTerms? Move { get; init; }

    /// <summary>CUDA versions it runs with, as written, for example <c>&gt;=12.2</c>; null: any.</summary>
    public string? Cuda { get; init; }

    /// <summary>Oldest compute capability it runs on, for example 9.0; null: any.</summary>
    public Version? ComputeCapability { get; init; }

    /// <summary>Whole GPUs one replica takes, on one NVLink island, MIG off; 0: a replica takes one seat.</summary>
    public int Gpus { get; init; }

    /// <summary>Processes of one replica, more than one under MPS; from 1.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Most replicas on one GPU; null: no limit.</summary>
    public int? MaxPerGpu { get; init; }

    /// <summary>Workloads that must not share a GPU with it, ordered by name (ordinal).</summary>
    public ValueArray<string> ApartFrom { get; init; } = [];

    /// <summary>Needs video or JPEG engines.</summary>
    public bool NeedsMedia { get; init; }

    /// <summary>NUMA node it prefers; null: none.</summary>
    public int? NumaNode { get; init; }

    /// <summary>How it is found out that a replica serves; null: what runs it says so.</summary>
    public HealthProbe? Health { get; init; }
}
