using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section H, second half: how each GPU is cut, and what could still be cut from it.</summary>
internal sealed class MigLayoutFamilies() : FamilyGroup(
    Section, "MIG", [Mode, ActivityFrom, Slices, Placeable, Fragmentation, Layout, Changes])
{
    // More profiles than any board has (H200: 7 plus media and graphics variants).
    private const int ProfilesPerGpu = 32;
    private const char Section = 'H';

    private static readonly MetricFamily Mode = new("mig_mode_enabled", Gauge, MetricUnit.Bool, Section)
    {
        Help = "Whether MIG mode is on now (current) and will be after the next reset (pending); the two differ while a reset is needed. Absent on a board without MIG.",
        Source = "nvmlDeviceGetMigMode",
        Labels = [Gpu, Closed("phase", "current", "pending")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily ActivityFrom = new("mig_activity_source_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "Where activity per instance comes from; none explains why it is absent. Always 1.",
        Source = "nvmlGpmQueryDeviceSupport",
        Labels = [Gpu, Of<ActivitySource>("source")],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Slices = new("mig_slices", Gauge, "slices", Section)
    {
        Help = "Slices by what becomes of them: in a busy or an idle instance, free for a new one, or stranded (free, but nothing fits). States are disjoint and sum to the capacity.",
        Source = "derived: placements, processes and activity",
        Labels = [Gpu, Closed("resource", "compute", "memory"), Closed("state", "busy", "idle", "free", "stranded")],
        SeriesCap = SeriesCaps.PerGpu(8),
    };

    private static readonly MetricFamily Placeable = new("mig_placeable_instances", Gauge, "instances", Section)
    {
        Help = "How many instances of a profile could be created now without destroying any, each profile counted alone. Zero is said.",
        Source = "nvmlDeviceGetGpuInstanceRemainingCapacity, or nvmlDeviceGetGpuInstancePossiblePlacements_v2",
        Labels = [Gpu, Profile],
        SeriesCap = SeriesCaps.PerGpu(ProfilesPerGpu),
    };

    private static readonly MetricFamily Fragmentation = new("mig_fragmentation_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "1 less the largest placeable instance over the free slices: 0 when all free space is one piece or nothing is free.",
        Source = "derived: placements",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Layout = new("mig_layout_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "The present layout as profile@start in order of start; empty without an instance, off with MIG off. Always 1.",
        Source = "derived: placements",
        Labels = [Gpu, Open("layout")],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Changes = new("mig_layout_changes_total", Counter, "changes", Section)
    {
        Help = "Layout changes since the daemon started, by who made them. A change by external is a second hand on the same hardware.",
        Source = "derived: placements and nvmlEventMigConfigChange",
        Labels = [Gpu, Closed("actor", "optimizer", "external")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            if (gpu.Mig is not { } mig)
            {
                continue;
            }

            string uuid = gpu.Uuid.Value;
            writer.Write(Mode, mig.Enabled ? 1 : 0, uuid, "current");
            writer.Write(Mode, mig.Pending ? 1 : 0, uuid, "pending");
            writer.Write(ActivityFrom, 1, uuid, LabelText<ActivitySource>.Of(mig.ActivitySource));
            writer.Write(Layout, 1, uuid, mig.Layout);
            writer.Write(Changes, mig.ChangesByOptimizer, uuid, "optimizer");
            writer.Write(Changes, mig.ChangesByOthers, uuid, "external");
            writer.Write(Fragmentation, mig.FragmentationRatio, uuid);
            if (mig.Slices is { } slices)
            {
                WriteSlices(uuid, "compute", slices.Compute, writer);
                WriteSlices(uuid, "memory", slices.Memory, writer);
            }

            foreach (PlaceableInstances placeable in mig.Placeable)
            {
                writer.Write(Placeable, placeable.Count, uuid, placeable.Profile);
            }
        }
    }

    private static void WriteSlices(string uuid, string resource, SliceStates states, ISeriesWriter writer)
    {
        writer.Write(Slices, states.Busy, uuid, resource, "busy");
        writer.Write(Slices, states.Idle, uuid, resource, "idle");
        writer.Write(Slices, states.Free, uuid, resource, "free");
        writer.Write(Slices, states.Stranded, uuid, resource, "stranded");
    }
}
