namespace Optimizer.Model.Snapshots;

/// <summary>What a GPU is. Changes only with a reboot, a driver reload or a MIG mode change.</summary>
public sealed record GpuIdentity
{
    /// <summary>NVML index; moves across reboots, never a key. Source: nvmlDeviceGetIndex.</summary>
    public required uint Index { get; init; }

    /// <summary>Product name. Source: nvmlDeviceGetName.</summary>
    public required string Name { get; init; }

    /// <summary>PCI address with an eight-digit domain, upper case. Source: nvmlDeviceGetPciInfo_v3.</summary>
    public string? PciBusId { get; init; }

    /// <summary>N of /dev/nvidiaN; may change with MIG mode. Source: nvmlDeviceGetMinorNumber.</summary>
    public uint? Minor { get; init; }

    /// <summary>Board serial number. Source: nvmlDeviceGetSerial.</summary>
    public string? Serial { get; init; }

    /// <summary>Source: nvmlDeviceGetVbiosVersion.</summary>
    public string? VbiosVersion { get; init; }

    /// <summary>Source: nvmlDeviceGetArchitecture.</summary>
    public GpuArchitecture Architecture { get; init; }

    /// <summary>CUDA compute capability as "9.0". Source: nvmlDeviceGetCudaComputeCapability.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>Streaming multiprocessors of the whole GPU; the weight for all slice arithmetic. Null where only a MIG profile could tell.</summary>
    public uint? Multiprocessors { get; init; }

    /// <summary>NUMA node of the PCI device. Source: sysfs numa_node, or nvmlDeviceGetNumaNodeId.</summary>
    public int? NumaNode { get; init; }
}
