namespace Optimizer.Node.Observe;

/// <summary>A group of readings that can be switched off and fails on its own.</summary>
public enum Collector
{
    /// <summary>GPUs and what they are.</summary>
    Inventory,

    /// <summary>MIG mode, instances and what could be placed.</summary>
    Mig,

    /// <summary>Utilisation as the driver samples it.</summary>
    Utilization,

    /// <summary>GPM activity.</summary>
    Activity,

    /// <summary>Device memory.</summary>
    Memory,

    /// <summary>Power, energy, temperature.</summary>
    Power,

    /// <summary>Clocks and what holds them back.</summary>
    Clocks,

    /// <summary>PCIe link, traffic, errors.</summary>
    Pcie,

    /// <summary>NVLink and fabric.</summary>
    Nvlink,

    /// <summary>ECC, row remapping, recovery action.</summary>
    Reliability,

    /// <summary>Processes and the workloads behind them.</summary>
    Processes,

    /// <summary>XIDs and other driver events.</summary>
    Events,
}
