using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Plans;

/// <summary>The state one GPU is to reach.</summary>
public sealed record GpuTarget
{
    /// <summary>Which GPU.</summary>
    public required GpuUuid Gpu { get; init; }

    /// <summary>MIG mode.</summary>
    public required bool MigEnabled { get; init; }

    /// <summary>Its instances in ascending order of start; empty with MIG off.</summary>
    public ValueArray<InstanceTarget> Instances { get; init; } = [];

    /// <summary>Who has the whole GPU; null with MIG on, or when nobody has.</summary>
    public string? WholeGpuWorkload { get; init; }
}
