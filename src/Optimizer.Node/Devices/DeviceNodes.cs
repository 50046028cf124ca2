using System.Diagnostics.CodeAnalysis;
using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;

namespace Optimizer.Node.Devices;

/// <summary>The device files a process needs for a seat: exactly these, as a unit's DeviceAllow or a container's device list takes them.</summary>
public static class DeviceNodes
{
    /// <summary>Files every user of any GPU needs.</summary>
    public static ValueArray<string> Common { get; } = ["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools"];

    /// <summary>Node of a whole GPU.</summary>
    public static string OfGpu(uint minor) => $"/dev/nvidia{minor}";

    /// <summary>Node of a capability.</summary>
    public static string OfCapability(int minor) => $"/dev/nvidia-caps/nvidia-cap{minor}";

    /// <summary>Everything for a seat.</summary>
    /// <param name="seat">The seat as the driver says it now.</param>
    /// <param name="minors">The capability table.</param>
    /// <param name="nodes">GPU, common files, then the instance's two capabilities.</param>
    /// <param name="problem">What is not known, one sentence; a list without it would let a process in halfway.</param>
    public static bool TryOf(SeatDevice seat, MigMinors minors, [NotNullWhen(true)] out ValueArray<string>? nodes, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(seat);
        ArgumentNullException.ThrowIfNull(minors);
        nodes = null;
        if (seat.GpuMinor is not uint gpu)
        {
            problem = $"The minor number of {seat.Visible} is not known, so its device file is not either.";
            return false;
        }

        List<string> list = [OfGpu(gpu), .. Common];
        if (seat.GpuInstanceId is uint instance)
        {
            if (seat.ComputeInstanceId is not uint compute || minors.Of(gpu, instance) is not int access || minors.Of(gpu, instance, compute) is not int inner)
            {
                problem = $"/proc/driver/nvidia-caps/mig-minors names no capability of GPU {gpu}, GPU instance {instance}, compute instance {seat.ComputeInstanceId?.ToString() ?? "?"}; check that the driver is loaded.";
                return false;
            }

            list.Add(OfCapability(access));
            list.Add(OfCapability(inner));
        }

        (nodes, problem) = (list.ToValueArray(), null);
        return true;
    }

    /// <summary>Capability files of a GPU instance and of what is in it, as far as the table knows them: whoever has one open holds the instance.</summary>
    public static IReadOnlySet<string> Guarding(MigMinors minors, uint? gpuMinor, uint gpuInstanceId, IEnumerable<uint> computeInstanceIds)
    {
        ArgumentNullException.ThrowIfNull(minors);
        ArgumentNullException.ThrowIfNull(computeInstanceIds);
        HashSet<string> files = new(StringComparer.Ordinal);
        if (gpuMinor is not uint gpu)
        {
            return files;
        }

        foreach (int? minor in computeInstanceIds.Select(id => minors.Of(gpu, gpuInstanceId, id)).Prepend(minors.Of(gpu, gpuInstanceId)))
        {
            if (minor is int known)
            {
                files.Add(OfCapability(known));
            }
        }

        return files;
    }
}
