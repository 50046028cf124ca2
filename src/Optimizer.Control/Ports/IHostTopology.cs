namespace Optimizer.Control.Ports;

/// <summary>Where GPUs sit in the host: sysfs on a node, the scenario in simulation.</summary>
public interface IHostTopology
{
    /// <summary>NUMA node of a PCI device; null when the host does not say (a single-node host often says -1).</summary>
    /// <param name="pciBusId">Address as NVML prints it, eight-digit domain: <c>00000000:3B:00.0</c>.</param>
    int? NumaNodeOfPciDevice(string pciBusId);
}
