using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Planning.Problems;

/// <summary>One GPU as the planner sees it.</summary>
public sealed record GpuState
{
    /// <summary>Which GPU.</summary>
    public required GpuUuid Uuid { get; init; }

    /// <summary>Node it is in; empty on a node's own daemon.</summary>
    public string Node { get; init; } = "";

    /// <summary>Model key; GPUs of one key are alike in speed, price and power, for example <c>h100-80gb-sxm</c>.</summary>
    public required string Model { get; init; }

    /// <summary>How it can be cut; null when it cannot do MIG.</summary>
    public MigGeometry? Geometry { get; init; }

    /// <summary>MIG mode is on.</summary>
    public required bool MigEnabled { get; init; }

    /// <summary>MIG mode can be changed in place, without a reset (Hopper and later).</summary>
    public bool MigToggle { get; init; }

    /// <summary>What may be done with it.</summary>
    public GpuUsability Usability { get; init; } = GpuUsability.Usable;

    /// <summary>Device memory of the whole GPU. Unit: bytes.</summary>
    public required ulong MemoryBytes { get; init; }

    /// <summary>CUDA compute capability, for example 9.0; null when not known, and then no workload that needs one is placed.</summary>
    public Version? ComputeCapability { get; init; }

    /// <summary>Newest CUDA version its driver runs; null when not known, and then no workload that needs one is placed.</summary>
    public Version? Cuda { get; init; }

    /// <summary>GPUs of a node with the same number reach each other by NVLink; null: no NVLink.</summary>
    public int? NvLinkIsland { get; init; }

    /// <summary>NUMA node of its PCIe slot; null when not known.</summary>
    public int? NumaNode { get; init; }

    /// <summary>Present instances in ascending order of start; empty with MIG off.</summary>
    public ValueArray<SliceState> Slices { get; init; } = [];

    /// <summary>Who has the whole GPU with MIG off; null when nobody has.</summary>
    public string? WholeGpuWorkload { get; init; }

    /// <summary>With MIG off: what is on it must stay.</summary>
    public bool WholeGpuPinned { get; init; }

    /// <summary>Its power model.</summary>
    public PowerCurve Power { get; init; } = new(70, 700);
}
