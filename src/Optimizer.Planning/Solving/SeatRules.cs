using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Which option of a workload holds on a GPU.</summary>
internal static class SeatRules
{
    /// <summary>The option a seat would have: the one stated for the GPU's model before one for any, the fastest whose processes fit; null: it may not sit there.</summary>
    internal static SeatOption? OptionOn(WorkloadNeed need, GpuState gpu, string profile)
    {
        if (!RunsOn(need, gpu) || (need.GpusPerReplica > 0 && profile != ProfileCapacity.WholeGpu))
        {
            return null;
        }

        MigProfile? mig = gpu.Geometry?.FindProfile(profile);
        if (profile != ProfileCapacity.WholeGpu && (mig is null || (need.NeedsMedia && mig.Engines.Decoder + mig.Engines.Jpeg == 0)))
        {
            return null;
        }

        ulong memory = mig?.MemoryBytes ?? gpu.MemoryBytes;
        SeatOption? best = null;
        foreach (SeatOption option in need.Options)
        {
            bool holds = option.Profile == profile && (option.GpuModel is null || option.GpuModel == gpu.Model) && option.CarefulRate > 0
                && (need.MemoryBytes is not ulong each || each <= memory / (ulong)option.Processes);
            if (holds && (best is null || Beats(option, best)))
            {
                best = option;
            }
        }

        return best;
    }

    private static bool Beats(SeatOption option, SeatOption other) =>
        (option.GpuModel is null) == (other.GpuModel is null) ? option.CarefulRate > other.CarefulRate : option.GpuModel is not null;

    private static bool RunsOn(WorkloadNeed need, GpuState gpu) =>
        (need.Cuda is null || (gpu.Cuda is not null && gpu.Cuda >= need.Cuda))
        && (need.ComputeCapability is null || (gpu.ComputeCapability is not null && gpu.ComputeCapability >= need.ComputeCapability));
}
