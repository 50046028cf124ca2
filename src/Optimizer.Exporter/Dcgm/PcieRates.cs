using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Dcgm;

/// <summary>PCIe bytes per second of each GPU between two snapshots.</summary>
internal static class PcieRates
{
    /// <summary>The rate of one counter; null when either end is not known, no time passed, or the counter fell.</summary>
    /// <param name="before">The snapshot before; null when there is none.</param>
    /// <param name="elapsed">Time from it to the present one, by a clock that nobody sets.</param>
    /// <param name="gpu">The GPU in the present snapshot.</param>
    /// <param name="counter">Picks the counter.</param>
    public static double? Of(NodeSnapshot? before, TimeSpan elapsed, GpuSnapshot gpu, Func<PcieReading, ulong?> counter)
    {
        if (before is null || gpu.Pcie is not { } pcie || Find(before, gpu.Uuid)?.Pcie is not { } earlier)
        {
            return null;
        }

        return counter(pcie) is { } end && counter(earlier) is { } start && end >= start && elapsed > TimeSpan.Zero
            ? (end - start) / elapsed.TotalSeconds
            : null;
    }

    private static GpuSnapshot? Find(NodeSnapshot node, GpuUuid uuid)
    {
        foreach (GpuSnapshot gpu in node.Gpus)
        {
            if (gpu.Uuid == uuid)
            {
                return gpu;
            }
        }

        return null;
    }
}
