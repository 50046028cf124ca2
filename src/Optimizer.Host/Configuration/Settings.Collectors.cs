namespace Optimizer.Host.Configuration;

/// <summary>Section <c>collectors</c>.</summary>
internal static partial class Settings
{
    /// <summary>Utilisation of SMs, memory bus, encoders and decoders as the driver samples it (MIG off).</summary>
    public static readonly SwitchSetting CollectUtilization = new()
    {
        Key = "collectors.utilization",
        Default = true,
        Summary = "Utilisation of SMs, memory bus, encoders and decoders as the driver samples it (MIG off).",
    };

    /// <summary>Memory of GPUs and instances.</summary>
    public static readonly SwitchSetting CollectMemory = new()
    {
        Key = "collectors.memory",
        Default = true,
        Summary = "Memory of GPUs and instances.",
    };

    /// <summary>Power, energy and temperature.</summary>
    public static readonly SwitchSetting CollectPower = new()
    {
        Key = "collectors.power",
        Default = true,
        Summary = "Power, energy and temperature.",
    };

    /// <summary>Clocks, performance state and what holds clocks back.</summary>
    public static readonly SwitchSetting CollectClocks = new()
    {
        Key = "collectors.clocks",
        Default = true,
        Summary = "Clocks, performance state and what holds clocks back.",
    };

    /// <summary>PCIe link, traffic and errors.</summary>
    public static readonly SwitchSetting CollectPcie = new()
    {
        Key = "collectors.pcie",
        Default = true,
        Summary = "PCIe link, traffic and errors.",
    };

    /// <summary>NVLink traffic and errors, and the fabric state.</summary>
    public static readonly SwitchSetting CollectNvLink = new()
    {
        Key = "collectors.nvlink",
        Default = true,
        Summary = "NVLink traffic and errors, and the fabric state.",
    };

    /// <summary>ECC errors, row remapping and the recovery action.</summary>
    public static readonly SwitchSetting CollectReliability = new()
    {
        Key = "collectors.reliability",
        Default = true,
        Summary = "ECC errors, row remapping and the recovery action.",
    };

    /// <summary>MIG mode, instances and what could be placed.</summary>
    public static readonly SwitchSetting CollectMig = new()
    {
        Key = "collectors.mig",
        Default = true,
        Summary = "MIG mode, instances and what could be placed.",
    };

    /// <summary>GPM activity of GPUs and instances (Hopper and later).</summary>
    public static readonly SwitchSetting CollectActivity = new()
    {
        Key = "collectors.activity",
        Default = true,
        Summary = "GPM activity of GPUs and instances (Hopper and later).",
    };

    /// <summary>Processes on GPUs and the workloads they belong to.</summary>
    public static readonly SwitchSetting CollectProcesses = new()
    {
        Key = "collectors.processes",
        Default = true,
        Summary = "Processes on GPUs and the workloads they belong to.",
    };

    /// <summary>XIDs and other driver events.</summary>
    public static readonly SwitchSetting CollectEvents = new()
    {
        Key = "collectors.events",
        Default = true,
        Summary = "XIDs and other driver events.",
    };

    internal static Setting[] CollectorSettings() =>
    [
        CollectUtilization, CollectMemory, CollectPower, CollectClocks, CollectPcie, CollectNvLink, CollectReliability, CollectMig,
        CollectActivity, CollectProcesses, CollectEvents,
    ];
}
