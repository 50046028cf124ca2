using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section K, concluded: what each GPU should look like, whether it does, and which ones are left alone.</summary>
internal sealed class PlanTargetFamilies() : FamilyGroup(PolicyFamilies.Section, "Policy and plan", [Desired, Drift, Quarantined])
{
    private static readonly MetricFamily Desired = new("plan_desired_instances", Gauge, "instances", PolicyFamilies.Section)
    {
        Help = "GPU instances that should be there, of the plan in flight, else of the last one carried out. 0 for a profile that is there and should not be. Absent before either.",
        Source = "planner",
        Labels = [Gpu, Profile],
        SeriesCap = SeriesCaps.PerInstance(2),
    };

    private static readonly MetricFamily Drift = new("plan_layout_drift", Gauge, MetricUnit.Bool, PolicyFamilies.Section)
    {
        Help = "1 while MIG mode, profiles or placements of the GPU differ from what they should be: for a while as it is changed, longer when somebody else changed it. "
            + "Absent where either is not known.",
        Source = "derived: desired layout and placements",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Quarantined = new("gpu_quarantined", Gauge, MetricUnit.Bool, PolicyFamilies.Section)
    {
        Help = "1 for a GPU that is left alone until an operator releases it, because changing it failed; 0 for every other.",
        Source = "control loop",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Control?.Report is not { } report)
        {
            return;
        }

        foreach (GpuTarget target in report.Desired)
        {
            GpuSnapshot? gpu = KnownGpus.Find(input.Snapshot, target.Gpu);
            WriteDesired(target, gpu, writer);
            writer.Write(Drift, LayoutDrift.Of(target, gpu), target.Gpu.Value);
        }

        foreach (Quarantine quarantine in report.Quarantines)
        {
            writer.Write(Quarantined, 1, quarantine.Gpu.Value);
        }

        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            if (!IsQuarantined(report, gpu.Uuid))
            {
                writer.Write(Quarantined, 0, gpu.Uuid.Value);
            }
        }
    }

    private static void WriteDesired(GpuTarget target, GpuSnapshot? gpu, ISeriesWriter writer)
    {
        ReadOnlySpan<InstanceTarget> wanted = target.Instances.Span;
        for (int at = 0; at < wanted.Length; at++)
        {
            string profile = wanted[at].Instance.Profile;
            if (Count(wanted[..at], profile) == 0)
            {
                writer.Write(Desired, Count(wanted[at..], profile), target.Gpu.Value, profile);
            }
        }

        ReadOnlySpan<GpuInstanceSnapshot> present = (gpu?.Mig?.Instances ?? []).Span;
        for (int at = 0; at < present.Length; at++)
        {
            string profile = present[at].Profile;
            if (Count(wanted, profile) == 0 && !Holds(present[..at], profile))
            {
                writer.Write(Desired, 0, target.Gpu.Value, profile);
            }
        }
    }

    private static int Count(ReadOnlySpan<InstanceTarget> instances, string profile)
    {
        int count = 0;
        foreach (InstanceTarget instance in instances)
        {
            count += instance.Instance.Profile == profile ? 1 : 0;
        }

        return count;
    }

    private static bool Holds(ReadOnlySpan<GpuInstanceSnapshot> instances, string profile)
    {
        foreach (GpuInstanceSnapshot instance in instances)
        {
            if (instance.Profile == profile)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsQuarantined(ControlReport report, GpuUuid gpu)
    {
        foreach (Quarantine quarantine in report.Quarantines)
        {
            if (quarantine.Gpu == gpu)
            {
                return true;
            }
        }

        return false;
    }
}
