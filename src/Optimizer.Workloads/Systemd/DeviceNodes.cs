using System.Collections.Immutable;
using System.Globalization;
using Optimizer.Model.Replicas;

namespace Optimizer.Workloads.Systemd;

/// <summary>The device nodes a seat consists of.</summary>
/// <param name="procRoot">Where procfs is mounted.</param>
internal sealed class DeviceNodes(string procRoot)
{
    /// <summary>The nodes, in the order they are written.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="device">How it is reached now.</param>
    /// <returns>The nodes, or why they are not known, one sentence.</returns>
    public (ImmutableArray<string> Nodes, string? Trouble) Of(Seat seat, SeatDevice device)
    {
        if (device.GpuMinor is not { } gpu)
        {
            return ([], $"The number of /dev/nvidiaN of {seat.Gpu} is not known; see what the driver says of this GPU.");
        }

        ImmutableArray<string> common = ["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", string.Create(CultureInfo.InvariantCulture, $"/dev/nvidia{gpu}")];
        if (seat.Instance is null)
        {
            return (common, null);
        }

        if (device.GpuInstanceId is not { } instance || device.ComputeInstanceId is not { } compute)
        {
            return ([], $"The instance ids of {seat} are not known; see whether it has a compute instance.");
        }

        // The kernel's own table is read each time and never computed: its numbering is the driver's business and has changed.
        string table = Path.Combine(procRoot, "driver/nvidia-caps/mig-minors");
        string whole = string.Create(CultureInfo.InvariantCulture, $"gpu{gpu}/gi{instance}/access");
        string part = string.Create(CultureInfo.InvariantCulture, $"gpu{gpu}/gi{instance}/ci{compute}/access");
        Dictionary<string, uint> minors;
        try
        {
            minors = Read(File.ReadLines(table));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ([], $"{table} cannot be read ({exception.Message}); see whether the nvidia module is loaded and MIG is supported.");
        }

        return minors.TryGetValue(whole, out uint first) && minors.TryGetValue(part, out uint second)
            ? ([.. common, Capability(first), Capability(second)], null)
            : ([], $"{table} has no '{whole}' and '{part}'; see whether the driver was changed without a reboot.");
    }

    private static string Capability(uint minor) => string.Create(CultureInfo.InvariantCulture, $"/dev/nvidia-caps/nvidia-cap{minor}");

    private static Dictionary<string, uint> Read(IEnumerable<string> lines)
    {
        Dictionary<string, uint> minors = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && uint.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint minor))
            {
                minors[words[0]] = minor;
            }
        }

        return minors;
    }
}
