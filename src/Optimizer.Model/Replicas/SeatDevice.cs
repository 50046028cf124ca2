namespace Optimizer.Model.Replicas;

/// <summary>What a process needs to use a seat, as the driver says it now. Read anew before each use: every one of these may change with the layout.</summary>
public sealed record SeatDevice
{
    /// <summary>What <c>CUDA_VISIBLE_DEVICES</c> takes: <c>MIG-…</c> for an instance, <c>GPU-…</c> for a whole GPU.</summary>
    public required string Visible { get; init; }

    /// <summary>N of <c>/dev/nvidiaN</c>; null when not known.</summary>
    public uint? GpuMinor { get; init; }

    /// <summary>GPU instance id; null for a whole GPU.</summary>
    public uint? GpuInstanceId { get; init; }

    /// <summary>Compute instance id inside it; null for a whole GPU.</summary>
    public uint? ComputeInstanceId { get; init; }

    /// <summary>NUMA node of the GPU; null when not known.</summary>
    public int? NumaNode { get; init; }

    /// <summary>PCI address of the GPU, for its CPU list in sysfs; null when not known.</summary>
    public string? PciBusId { get; init; }
}
