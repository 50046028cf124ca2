namespace Optimizer.Host.Configuration;

/// <summary>Which groups of readings are taken; all by default. Section <c>collectors</c>.</summary>
internal sealed record CollectorConfiguration
{
    /// <summary>Utilisation as the driver samples it.</summary>
    public required bool Utilization { get; init; }

    /// <summary>Memory of GPUs and instances.</summary>
    public required bool Memory { get; init; }

    /// <summary>Power, energy and temperature.</summary>
    public required bool Power { get; init; }

    /// <summary>Clocks and what holds them back.</summary>
    public required bool Clocks { get; init; }

    /// <summary>PCIe link, traffic and errors.</summary>
    public required bool Pcie { get; init; }

    /// <summary>NVLink and fabric.</summary>
    public required bool NvLink { get; init; }

    /// <summary>ECC, row remapping, recovery action.</summary>
    public required bool Reliability { get; init; }

    /// <summary>MIG mode, instances, what is placeable.</summary>
    public required bool Mig { get; init; }

    /// <summary>GPM activity of GPUs and instances.</summary>
    public required bool Activity { get; init; }

    /// <summary>Processes and the workloads they belong to.</summary>
    public required bool Processes { get; init; }

    /// <summary>XIDs and other driver events.</summary>
    public required bool Events { get; init; }
}
