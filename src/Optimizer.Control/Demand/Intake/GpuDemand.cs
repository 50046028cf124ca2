using NodaTime;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Busy slices and power of each GPU. Power at the enforced limit is a lower bound: the board is held back there.</summary>
internal static class GpuDemand
{
    public static IEnumerable<DemandSample> Of(NodeSnapshot snapshot, SliceScale scale) =>
        snapshot.Gpus.SelectMany(gpu => Of(gpu, scale.Of(gpu), snapshot.At));

    private static IEnumerable<DemandSample> Of(GpuSnapshot gpu, int slices, Instant at)
    {
        if (GpuActivity.OfGpu(gpu, slices) is { } busy)
        {
            yield return new(new(SeriesScope.Gpu, gpu.Uuid.Value, DemandSignal.ComputeSlices), at, busy.Slices, busy.Saturated, slices);
        }

        if (gpu is { Availability: GpuAvailability.Up, Power.Watts: { } watts })
        {
            double? limit = gpu.Power.EnforcedLimitWatts;
            yield return new(new(SeriesScope.Gpu, gpu.Uuid.Value, DemandSignal.PowerWatts), at, watts, watts >= limit * GpuActivity.SaturatedFrom, limit);
        }
    }
}
