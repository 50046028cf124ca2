using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Costs;

/// <summary>Turns one workload's demand into GPUs' worth: demand over what its best seat serves per GPU.</summary>
/// <remarks>Counted in whole units, so that sums over seats are exact in any order and any grouping.</remarks>
internal readonly record struct DemandWorth
{
    /// <summary>Units of one GPU's worth. A thousand times as many would overflow with a fleet of 10,000 GPUs; a thousand times fewer would show in the micros of a month.</summary>
    internal const double Units = 1e12;

    /// <summary>
    /// Most GPUs' worth of one demand that is counted. It is more than any fleet has, so what is left out is the same for every plan; doubled,
    /// nonsense demand comes nearer to the end of what amounts can hold.
    /// </summary>
    internal const double MaxGpus = 10_000;

    private readonly double _ratePerGpu;

    private DemandWorth(double ratePerGpu)
    {
        _ratePerGpu = ratePerGpu;
    }

    /// <summary>Finds the workload's best seat: the most careful rate per GPU it takes, over its options and the GPU models that have them.</summary>
    /// <remarks>An option no GPU has counts as a whole GPU when there is no other, so that demand nobody can serve is still missed.</remarks>
    internal static DemandWorth Of(WorkloadNeed need, IReadOnlyList<GpuState> models)
    {
        double best = 0, fallback = 0;
        foreach (SeatOption option in need.Options)
        {
            double rate = option.CarefulRate / Math.Max(1, need.GpusPerReplica);
            fallback = Math.Max(fallback, rate);
            foreach (GpuState gpu in models)
            {
                if ((option.GpuModel is null || option.GpuModel == gpu.Model) && GpuShare.Of(gpu, option.Profile) is { } share)
                {
                    best = Math.Max(best, rate / share);
                }
            }
        }

        return new DemandWorth(best > 0 ? best : fallback);
    }

    /// <summary>A rate in units of GPUs' worth; 0 for a workload without options.</summary>
    internal long Of(double rate) =>
        _ratePerGpu > 0 ? (long)Math.Round(Math.Clamp(rate / _ratePerGpu, 0, MaxGpus) * Units) : 0;
}
