using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Costs;

/// <summary>How much of a GPU a seat takes: its compute slices over its GPU's; a whole GPU is 1.</summary>
internal static class GpuShare
{
    /// <summary>Share of one instance of a profile; null when the GPU has no such profile.</summary>
    internal static double? Of(GpuState gpu, string profile)
    {
        if (profile == ProfileCapacity.WholeGpu)
        {
            return 1;
        }

        MigProfile? found = gpu.Geometry?.FindProfile(profile);
        return found is null ? null : (double)found.ComputeSlices / gpu.Geometry!.ComputeSlices;
    }

    /// <summary>GPUs that one seat of a workload takes: above 1 for a job of several whole GPUs.</summary>
    /// <exception cref="ArgumentException">The GPU has no such profile.</exception>
    internal static double OfSeat(WorkloadNeed need, SeatOption option, GpuState gpu)
    {
        double share = Of(gpu, option.Profile)
            ?? throw new ArgumentException($"{need.Name} cannot have a seat {option.Profile} on a {gpu.Model}: that GPU has no such profile", nameof(option));
        return share * Math.Max(1, need.GpusPerReplica);
    }
}
