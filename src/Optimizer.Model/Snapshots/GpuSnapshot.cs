using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>One GPU in one cycle.</summary>
public sealed record GpuSnapshot
{
    /// <summary>The key of everything about this GPU.</summary>
    public required GpuUuid Uuid { get; init; }

    /// <summary>Whether it answers.</summary>
    public required GpuAvailability Availability { get; init; }

    /// <summary>Why it does not answer, one sentence with the call and the code; null while it does.</summary>
    public string? Trouble { get; init; }

    /// <summary>What it is; kept from the last good cycle while it is lost.</summary>
    public required GpuIdentity Identity { get; init; }

    /// <summary>Utilisation as the driver samples it. Null in MIG mode, where the driver refuses.</summary>
    public DriverUtilization? Utilization { get; init; }

    /// <summary>GPM activity of the whole GPU over the last cycle. Null before Hopper and until two samples exist.</summary>
    public EngineActivity? Activity { get; init; }

    /// <summary>Device memory of the whole GPU.</summary>
    public MemoryUse? Memory { get; init; }

    /// <summary>Temperatures.</summary>
    public ThermalReading? Thermal { get; init; }

    /// <summary>Power and energy of the whole board.</summary>
    public PowerReading? Power { get; init; }

    /// <summary>Clocks and what holds them back.</summary>
    public ClockReading? Clocks { get; init; }

    /// <summary>PCIe link, traffic and errors.</summary>
    public PcieReading? Pcie { get; init; }

    /// <summary>NVLink and fabric. Null on a board without NVLink.</summary>
    public NvLinkReading? NvLink { get; init; }

    /// <summary>ECC, row remapping, XIDs and driver events.</summary>
    public ReliabilityReading Reliability { get; init; } = new();

    /// <summary>Processes on the whole GPU, instances included.</summary>
    public ProcessCounts? Processes { get; init; }

    /// <summary>The processes behind the counts, ordered by instance, then pid.</summary>
    public ValueArray<GpuProcess> ProcessList { get; init; }

    /// <summary>MIG mode and instances. Null on a board that cannot do MIG.</summary>
    public MigReading? Mig { get; init; }
}
