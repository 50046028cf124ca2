using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Busy compute slices of GPUs and instances of one snapshot.</summary>
internal static class GpuActivity
{
    /// <summary>
    /// Share of what is held from which a reading is at its limit. Activity is an average over a cycle and the last few percent are launch gaps, which no
    /// demand fills; 0.90 would mark well-fed training as demand beyond its slices, 0.99 would miss saturated services.
    /// </summary>
    public const double SaturatedFrom = 0.95;

    /// <summary>Busy share of one instance: SM activity, or where that is not counted the share of time any engine ran. Null when not known.</summary>
    public static double? Ratio(EngineActivity? activity) => activity?.SmRatio ?? activity?.GraphicsRatio;

    /// <summary>Busy slices of an instance.</summary>
    public static BusySlices? OfInstance(GpuInstanceSnapshot instance) => Ratio(instance.Activity) is { } ratio && instance.ComputeSlices is { } slices
        ? BusySlices.Of(ratio, slices)
        : null;

    /// <summary>
    /// Busy slices of a whole GPU. With MIG on, the sum of its instances (none: 0), or where one of them is not known, activity of the board; with MIG off,
    /// activity of the board, or before Hopper the driver's own utilisation, which counts time with any kernel and so is an upper guess.
    /// </summary>
    public static BusySlices? OfGpu(GpuSnapshot gpu, int slices)
    {
        if (gpu.Availability != GpuAvailability.Up)
        {
            return null;
        }

        return (gpu.Mig is { Enabled: true } mig ? OfInstances(mig) : null) ?? OfBoard(gpu, slices);
    }

    /// <summary>What a binding's place kept busy; null when it could not be read.</summary>
    public static BusySlices? OfPlace(GpuSnapshot gpu, uint? instanceId, int slices)
    {
        if (instanceId is null)
        {
            return gpu.Availability == GpuAvailability.Up && gpu.Mig is not { Enabled: true } ? OfBoard(gpu, slices) : null;
        }

        foreach (GpuInstanceSnapshot instance in gpu.Mig?.Instances ?? [])
        {
            if (instance.Id == instanceId)
            {
                return OfInstance(instance);
            }
        }

        return null;
    }

    private static BusySlices? OfInstances(MigReading mig)
    {
        BusySlices sum = default;
        foreach (GpuInstanceSnapshot instance in mig.Instances)
        {
            if (OfInstance(instance) is not { } busy)
            {
                return null;
            }

            sum = sum.Plus(busy);
        }

        return sum;
    }

    private static BusySlices? OfBoard(GpuSnapshot gpu, int slices) => (Ratio(gpu.Activity) ?? gpu.Utilization?.BusyRatio) is { } ratio
        ? BusySlices.Of(ratio, slices)
        : null;
}
