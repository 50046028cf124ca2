using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Observe.Mig;

/// <summary>A GPU instance as one scan found it. Equality is its fingerprint: the same slot with another compute instance is another instance.</summary>
internal sealed record ScannedInstance
{
    public required uint Id { get; init; }

    /// <summary>Profile name without the leading "MIG ".</summary>
    public required string Profile { get; init; }

    /// <summary>Null when the driver does not tell (no permission).</summary>
    public Placement? Placement { get; init; }

    public uint? ComputeSlices { get; init; }

    public uint? Multiprocessors { get; init; }

    /// <summary>Ordered by id.</summary>
    public ValueArray<ComputeInstanceSnapshot> ComputeInstances { get; init; }
}
