using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Families;

/// <summary>Whether a GPU is laid out as it should be.</summary>
internal static class LayoutDrift
{
    /// <summary>True when MIG mode, profiles or placements differ; null when the GPU does not answer or does not tell placements.</summary>
    public static bool? Of(GpuTarget target, GpuSnapshot? gpu)
    {
        if (gpu is not { Availability: GpuAvailability.Up })
        {
            return null;
        }

        bool enabled = gpu.Mig is { Enabled: true };
        if (enabled != target.MigEnabled)
        {
            return true;
        }

        if (!enabled)
        {
            return false;
        }

        ReadOnlySpan<GpuInstanceSnapshot> present = gpu.Mig!.Instances.Span;
        bool differs = present.Length != target.Instances.Count;
        foreach (GpuInstanceSnapshot instance in present)
        {
            if (instance.PlacementStart is null)
            {
                return null;
            }

            differs |= !Wanted(target, instance);
        }

        return differs;
    }

    // Instances of one GPU do not share a start, so equal numbers and every one wanted is equality.
    private static bool Wanted(GpuTarget target, GpuInstanceSnapshot instance)
    {
        foreach (InstanceTarget wanted in target.Instances)
        {
            if (wanted.Instance.Profile == instance.Profile && wanted.Instance.Placement.Start == instance.PlacementStart)
            {
                return true;
            }
        }

        return false;
    }
}
