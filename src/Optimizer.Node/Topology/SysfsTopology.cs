using System.Globalization;
using Optimizer.Control.Ports;

namespace Optimizer.Node.Topology;

/// <summary>Where GPUs sit in this host, from sysfs.</summary>
/// <param name="sysRoot">Where sysfs is mounted.</param>
public sealed class SysfsTopology(string sysRoot = "/sys") : IHostTopology
{
    /// <inheritdoc/>
    /// <remarks>Kernel file: /sys/bus/pci/devices/DOMAIN:BUS:DEVICE.FUNCTION/numa_node; -1 on hosts with one node.</remarks>
    public int? NumaNodeOfPciDevice(string pciBusId)
    {
        ArgumentNullException.ThrowIfNull(pciBusId);

        // NVML prints an eight-digit domain in upper case, sysfs names four digits in lower case.
        int colon = pciBusId.IndexOf(':', StringComparison.Ordinal);
        if (colon < 4 || pciBusId.AsSpan().ContainsAny('/', '\0'))
        {
            return null;
        }

        string name = pciBusId[(colon - 4)..].ToLowerInvariant();
        string file = Path.Combine(sysRoot, "bus/pci/devices", name, "numa_node");
        try
        {
            return int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out int node) && node >= 0 ? node : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
