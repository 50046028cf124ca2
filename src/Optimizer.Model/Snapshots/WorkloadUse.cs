using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>What one workload holds on this node's GPUs.</summary>
public sealed record WorkloadUse
{
    /// <summary>Unit name, <c>job-ID</c>, container id (12 digits) or pod uid; the join key of all its series.</summary>
    public required string Name { get; init; }

    /// <summary>What runs it.</summary>
    public required WorkloadKind Kind { get; init; }

    /// <summary>Account it runs under; null when not known.</summary>
    public string? Owner { get; init; }

    /// <summary>Name of the policy that governs it; null while none does.</summary>
    public string? Policy { get; init; }

    /// <summary>Where it runs, ordered by GPU, then instance.</summary>
    public ValueArray<WorkloadBinding> Bindings { get; init; }

    /// <summary>Time it has held hardware, by profile, since the daemon started; ordered by profile.</summary>
    public ValueArray<WorkloadGpuTime> GpuTime { get; init; }
}
