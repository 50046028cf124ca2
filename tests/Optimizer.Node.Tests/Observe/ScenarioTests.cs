using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Tests.Observe;

public sealed class ScenarioTests
{
    [Fact]
    public async Task Sample_DgxH100_SeesEveryGpuAndItsInstances()
    {
        await using SampledNode node = new("dgx-h100");

        NodeSnapshot seen = node.Cycles(3);

        Assert.Equal(8, seen.Gpus.Count);
        Assert.All(seen.Gpus, gpu => Assert.Equal((GpuAvailability.Up, (string?)null), (gpu.Availability, gpu.Trouble)));
        Assert.All(seen.Health.Collectors, collector => Assert.True(collector.Up, collector.Trouble));
        Assert.Empty(seen.Health.NvmlErrors);
        Assert.Empty(seen.Health.Dropped);
        GpuSnapshot seven = seen.Gpus.First(gpu => gpu.Mig!.Layout.Split("1g.10gb@").Length == 8);
        Assert.All(seven.Mig!.Instances, instance =>
        {
            Assert.Equal(16u, instance.Multiprocessors);
            Assert.NotNull(instance.Memory);
            Assert.NotNull(instance.Activity!.SmRatio);
            Assert.StartsWith("MIG-", instance.ComputeInstances[0].MigUuid, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Sample_MigMode_UtilizationIsAbsentAndGpmIsThere()
    {
        await using SampledNode node = new("dgx-h100");

        NodeSnapshot seen = node.Cycles(3);

        foreach (GpuSnapshot gpu in seen.Gpus)
        {
            Assert.Equal(gpu.Mig!.Enabled, gpu.Utilization is null);
            Assert.NotNull(gpu.Activity);
            Assert.Equal(ActivitySource.Gpm, gpu.Mig.ActivitySource);
        }
    }

    [Fact]
    public async Task Sample_Ampere_HasNoActivityAndSaysSo()
    {
        await using SampledNode node = new("two-a100");

        MigReading mig = node.Cycles(5).Gpus[0].Mig!;

        Assert.Equal(ActivitySource.None, mig.ActivitySource);
        Assert.All(mig.Instances, instance =>
        {
            Assert.Null(instance.Activity);
            Assert.Null(instance.IdleSeconds);
            Assert.Equal(1, instance.Processes);
            Assert.True(instance.EstimatedEnergyJoules > 0);
        });
    }

    [Fact]
    public async Task Sample_SlicesOfEveryGpu_SumToTheBoard()
    {
        foreach (string scenario in new[] { "dgx-h100", "two-a100", "hgx-b200", "single-a30", "rtx-pro-6000" })
        {
            await using SampledNode node = new(scenario);

            foreach (GpuSnapshot gpu in node.Cycles(2).Gpus.Where(gpu => gpu.Mig!.Enabled))
            {
                (int compute, int memory) = scenario switch { "single-a30" => (4, 4), "rtx-pro-6000" => (4, 12), _ => (7, 8) };
                Assert.Equal(compute, gpu.Mig!.Slices!.Compute.Capacity);
                Assert.Equal(memory, gpu.Mig.Slices.Memory.Capacity);
                Assert.NotEmpty(gpu.Mig.Placeable);
            }
        }
    }

    [Fact]
    public async Task Sample_SameSeed_SameSnapshots()
    {
        await using SampledNode first = new("broken", seed: 42);
        await using SampledNode second = new("broken", seed: 42);

        for (int cycle = 0; cycle < 90; cycle++)
        {
            Assert.Equal(first.Cycles(1), second.Cycles(1));
        }
    }

    [Fact]
    public async Task Sample_ExcludedGpu_IsCountedAndOtherwiseUntouched()
    {
        await using SampledNode all = new("two-a100");
        string excluded = all.Cycles(1).Gpus[0].Uuid.Value;
        await using SampledNode node = new("two-a100", new() { ExcludedGpus = [excluded] });

        NodeSnapshot seen = node.Cycles(2);

        Assert.Equal(1, seen.ExcludedGpus);
        Assert.DoesNotContain(seen.Gpus, gpu => gpu.Uuid.Value == excluded);
    }

    [Fact]
    public async Task Sample_CollectorOff_ItsReadingsAreAbsentAndTheOthersStay()
    {
        await using SampledNode node = new("two-a100", new() { Collectors = [Node.Observe.Collector.Mig, Node.Observe.Collector.Pcie] });

        NodeSnapshot seen = node.Cycles(2);

        Assert.Null(seen.Gpus[0].Power);
        Assert.Null(seen.Gpus[0].Processes);
        Assert.NotNull(seen.Gpus[0].Pcie!.TxBytes);
        Assert.Equal(["inventory", "mig", "pcie"], seen.Health.Collectors.Select(collector => collector.Name));
    }
}
