using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>The node performance budgets are stated for: 8 GPUs of 7 instances, a workload on each.</summary>
public static class BusyNode
{
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
        return gpu.WithInstances(instance => instance with
        {
            Activity = Some.Activity(level),
            EstimatedEnergyJoules = (1000.5 * instance.Id) + sequence,
        }) with
        {
            Activity = Some.Activity(level),
            Power = gpu.Power! with { Watts = 400 + (100 * level), EnergyJoules = 1_000_000 + (450.25 * sequence) },
            Pcie = gpu.Pcie! with { TxBytes = 1_000_000_000 + (ulong)(sequence * 1_234_567) },
        };
    }
}
