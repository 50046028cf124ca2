using System.Globalization;
using Optimizer.Model.Replicas;

namespace Optimizer.Workloads.Systemd;

/// <summary>CPUs and memory near a GPU, from sysfs. A host that does not say leaves a unit where it was.</summary>
/// <param name="sysRoot">Where sysfs is mounted.</param>
internal sealed class CpuLocality(string sysRoot)
{
    /// <summary>CPUs as the kernel lists them, for example <c>0-15,32-47</c>, and the NUMA node; each null when not known.</summary>
    public (string? Cpus, int? Node) Of(SeatDevice device)
    {
        int? node = device.NumaNode is { } number && Directory.Exists(Folder(number)) ? number : null;
        string? cpus = node is { } near ? Line(Path.Combine(Folder(near), "cpulist")) : null;
        return (cpus ?? (device.PciBusId is { } address ? OfDevice(address) : null), node);
    }

    private string Folder(int node) => Path.Combine(sysRoot, string.Create(CultureInfo.InvariantCulture, $"devices/system/node/node{node}"));

    private string? OfDevice(string address)
    {
        // NVML prints an eight-digit domain in upper case, sysfs names four digits in lower case.
        int colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon < 4 || address.Contains('/', StringComparison.Ordinal) || address.Contains('\0', StringComparison.Ordinal)
            ? null
            : Line(Path.Combine(sysRoot, "bus/pci/devices", address[(colon - 4)..].ToLowerInvariant(), "local_cpulist"));
    }

    private static string? Line(string file)
    {
        try
        {
            string text = File.ReadAllText(file).Trim();
            return text.Length > 0 && text.All(static c => char.IsAsciiDigit(c) || c is '-' or ',') ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
