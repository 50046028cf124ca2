using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>The node performance budgets are stated for: 8 GPUs of 7 instances, a workload on each.</summary>
public static class BusyNode
{
    private static readonly string[] Profiles = ["1g.10gb", "1g.10gb+me", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"];

    private static readonly ValueArray<XidCount> WatchedXids =
        new uint[] { 13, 31, 43, 45, 48, 62, 63, 64, 74, 79, 94, 95, 119, 120 }.Select(static xid => new XidCount(null, xid, 0, null)).ToValueArray();

    private static readonly ValueArray<EccErrorCount> EccErrors = (
        from severity in Enum.GetValues<EccSeverity>()
        from scope in Enum.GetValues<EccScope>()
        from location in Enum.GetValues<EccLocation>()
        select new EccErrorCount(severity, scope, location, 0)).ToValueArray();

    /// <summary>One cycle of it; every cycle has other values and, as from a real sampler, other string objects.</summary>
    public static NodeSnapshot Cycle(long sequence, int gpus = 8, int instances = 7)
    {
        string[] layout = [.. Enumerable.Range(0, instances).Select(static start => $"1g.10gb@{start}")];
        NodeSnapshot node = Some.Node(sequence);
        List<WorkloadUse> workloads = [];
        for (int index = 0; index < gpus; index++)
        {
            GpuSnapshot gpu = Vary(Some.H100(index).WithMig(layout), sequence);
            node = node.WithGpu(gpu);
            foreach (GpuInstanceSnapshot instance in gpu.Mig!.Instances)
            {
                workloads.Add(Some.Workload($"service-{index}-{instance.Id}.service", gpu.Uuid, instance.Id, instance.Profile));
            }
        }

        return node with { Workloads = workloads.OrderBy(static workload => workload.Name, StringComparer.Ordinal).ToValueArray() };
    }

    private static GpuSnapshot Vary(GpuSnapshot gpu, long sequence)
    {
        double level = 0.5 + (0.4 * Math.Sin(sequence + gpu.Identity.Index));
        GpuSnapshot running = gpu.WithInstances(instance => instance with
        {
            Activity = Some.Activity(level),
            EstimatedEnergyJoules = (1000.5 * instance.Id) + sequence,
        });
        return running with
        {
            Activity = Some.Activity(level),
            Clocks = gpu.Clocks! with
            {
                Events = [.. Enum.GetValues<ClockEventReason>().Select(reason => new ClockEvent(reason, reason < ClockEventReason.Power ? false : null, sequence))],
            },
            NvLink = gpu.NvLink! with { Errors = [.. Enum.GetValues<NvLinkErrorKind>().Select(static kind => new NvLinkErrors(kind, 0))] },
            Reliability = gpu.Reliability with { EccErrors = EccErrors, Xids = WatchedXids },
            Power = gpu.Power! with { Watts = 400 + (100 * level), EnergyJoules = 1_000_000 + (450.25 * sequence) },
            Pcie = gpu.Pcie! with
            {
                TxBytes = 1_000_000_000 + (ulong)(sequence * 1_234_567),
                Errors = [.. Enum.GetValues<PcieErrorKind>().Select(static kind => new PcieErrors(kind, 0))],
            },
            Mig = running.Mig! with { Placeable = [.. Profiles.Select(static profile => new PlaceableInstances(profile, 0))] },
        };
    }
}
