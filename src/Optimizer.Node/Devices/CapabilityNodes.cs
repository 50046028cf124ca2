using System.Globalization;

namespace Optimizer.Node.Devices;

/// <summary>Sees to it that the device nodes guarding MIG instances exist: without them nobody but root gets in.</summary>
/// <param name="maker">Makes a missing one.</param>
/// <param name="procRoot">Where procfs is mounted.</param>
/// <param name="deviceRoot">Where device files are.</param>
public sealed class CapabilityNodes(ICapabilityNodeMaker maker, string procRoot = "/proc", string deviceRoot = "/dev")
{
    // Lines of a capability file; there are three.
    private const int MostLines = 16;

    /// <summary>Checks the nodes of every MIG device of a GPU, and makes those that are missing.</summary>
    /// <returns>Null when all are there; else the first that is not and why, one sentence.</returns>
    public async Task<string?> EnsureAsync(PresentGpu gpu, MigMinors minors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        ArgumentNullException.ThrowIfNull(minors);
        if (gpu.MigDevices.IsEmpty)
        {
            return null;
        }

        if (gpu.Minor is not uint number)
        {
            return $"The minor number of {gpu.Gpu} is not known, so its capability nodes cannot be checked.";
        }

        foreach (PresentMigDevice device in gpu.MigDevices.AsEnumerable())
        {
            string instance = $"gpu{number}/mig/gi{device.GpuInstanceId}";
            string? trouble = await EnsureAsync($"{instance}/access", minors.Of(number, device.GpuInstanceId), cancellationToken)
                ?? await EnsureAsync($"{instance}/ci{device.ComputeInstanceId}/access", minors.Of(number, device.GpuInstanceId, device.ComputeInstanceId), cancellationToken);
            if (trouble is not null)
            {
                return trouble;
            }
        }

        return null;
    }

    private async Task<string?> EnsureAsync(string capability, int? minor, CancellationToken cancellationToken)
    {
        string file = Path.Combine(procRoot, "driver/nvidia/capabilities", capability);
        if (minor is not int known)
        {
            return $"No capability minor is known for {capability}; check {procRoot}/driver/nvidia-caps/mig-minors.";
        }

        // Two sources that disagree: the node of either could be another tenant's.
        if (MinorIn(file) is int stated && stated != known)
        {
            return $"{file} says minor {stated} and mig-minors says {known}; nobody is let in until they agree (reload the driver).";
        }

        string node = Path.Combine(deviceRoot, $"nvidia-caps/nvidia-cap{known}");
        if (File.Exists(node))
        {
            return null;
        }

        string? trouble = await maker.MakeAsync(file, cancellationToken);
        return File.Exists(node) ? null : $"{node} is missing and was not made: {trouble ?? "the tool said it was"}; run nvidia-modprobe -f {file} by hand.";
    }

    private static int? MinorIn(string file)
    {
        try
        {
            foreach (string line in File.ReadLines(file).Take(MostLines))
            {
                string[] words = line.Split(':', 2, StringSplitOptions.TrimEntries);
                if (words.Length == 2 && words[0] == "DeviceFileMinor" && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor))
                {
                    return minor;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Readable by root only, and gone on drivers that dropped this interface: the table alone has to do.
        }

        return null;
    }
}
