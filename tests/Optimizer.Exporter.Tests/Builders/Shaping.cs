using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>Changes to snapshots that keep them consistent.</summary>
public static class Shaping
{
    public static NodeSnapshot WithGpu(this NodeSnapshot node, params ReadOnlySpan<GpuSnapshot> gpus) => node with { Gpus = [.. node.Gpus, .. gpus] };

    public static NodeSnapshot WithWorkload(this NodeSnapshot node, params ReadOnlySpan<WorkloadUse> workloads) =>
        node with { Workloads = [.. node.Workloads, .. workloads] };

    /// <summary>Puts a GPU into MIG mode with instances given as <c>profile@start</c>, ids from 1: the driver then refuses utilisation.</summary>
    public static GpuSnapshot WithMig(this GpuSnapshot gpu, params ReadOnlySpan<string> instances)
    {
        List<GpuInstanceSnapshot> present = [];
        foreach (string text in instances)
        {
            string[] parts = text.Split('@');
            present.Add(Instance((uint)present.Count + 1, parts[0], uint.Parse(parts[1]), gpu.Identity.Index));
        }

        int busy = present.Sum(static instance => (int)instance.ComputeSlices!);
        return gpu with
        {
            Utilization = null,
            Processes = new ProcessCounts(present.Count, null),
            ProcessList = [.. present.Select(static instance => new GpuProcess { Pid = 5000 + instance.Id, GpuInstanceId = instance.Id, MemoryBytes = 6_000_000_000, Command = "python3" })],
            Mig = new MigReading
            {
                Enabled = true,
                Pending = true,
                ActivitySource = ActivitySource.Gpm,
                Instances = present.ToValueArray(),
                Layout = instances.Length == 0 ? "empty" : string.Join("+", instances.ToArray()),
                Generation = 2,
                ChangesByOptimizer = 1,
                Placeable = [new PlaceableInstances("1g.10gb", 7 - busy), new PlaceableInstances("7g.80gb", busy == 0 ? 1 : 0)],
                Slices = new SliceUse(new SliceStates(busy, 0, 7 - busy, 0), new SliceStates(busy, 0, 7 - busy, 1)),
                FragmentationRatio = 0.25,
            },
        };
    }

    /// <summary>Takes activity away from the GPU and its instances, as on a board without GPM.</summary>
    public static GpuSnapshot WithoutActivity(this GpuSnapshot gpu) => gpu with
    {
        Activity = null,
        Mig = gpu.Mig! with
        {
            ActivitySource = ActivitySource.None,
            Instances = gpu.Mig.Instances.Select(static instance => instance with { Activity = null, IdleSeconds = null }).ToValueArray(),
        },
    };

    public static GpuSnapshot WithInstances(this GpuSnapshot gpu, Func<GpuInstanceSnapshot, GpuInstanceSnapshot> change) =>
        gpu with { Mig = gpu.Mig! with { Instances = gpu.Mig.Instances.Select(change).ToValueArray() } };

    private static GpuInstanceSnapshot Instance(uint id, string profile, uint start, uint gpu)
    {
        uint compute = (uint)(profile[0] - '0');
        return new GpuInstanceSnapshot
        {
            Id = id,
            Profile = profile,
            PlacementStart = start,
            PlacementSize = compute == 3 ? 4 : compute,
            ComputeSlices = compute,
            Multiprocessors = compute * 16,
            Memory = new MemoryUse(compute * 10_737_418_240UL, 6_000_000_000, null),
            Activity = Some.Activity(0.8),
            Processes = 1,
            UncorrectedEccErrors = 0,
            EstimatedEnergyJoules = 1000.5 * id,
            IdleSeconds = 12.5,
            ComputeInstances = [new ComputeInstanceSnapshot(0, $"MIG-{gpu:x8}-0000-0000-0000-{id:x12}")],
        };
    }
}
