using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Tests.Observe;

public sealed class LayoutChangeTests
{
    private const string OneH100 = """
        name: one
        title: One H100
        driver: 580.95.05
        cuda: 13.0
        board: h100-80gb-sxm
        gpus:
          - { instances: [3g.40gb@0, 1g.10gb@4], numa: 0 }
        """;

    [Fact]
    public async Task Create_BySomeoneElse_AppearsInTheNextCycleAndIsBlamedOnThem()
    {
        await using SampledNode node = new(OneH100);
        MigReading before = node.Cycles(3).Gpus[0].Mig!;

        Assert.Equal(NvmlReturn.Success, node.Driver.CreateInstance(0, "1g.10gb", 5));
        MigReading after = node.Cycles(1).Gpus[0].Mig!;

        Assert.Equal("3g.40gb@0+1g.10gb@4", before.Layout);
        Assert.Equal("3g.40gb@0+1g.10gb@4+1g.10gb@5", after.Layout);
        Assert.Equal((before.Generation + 1, 0L, 1L), (after.Generation, after.ChangesByOptimizer, after.ChangesByOthers));
    }

    [Fact]
    public async Task Create_Announced_IsOurs()
    {
        await using SampledNode node = new(OneH100);
        GpuUuid gpu = node.Cycles(1).Gpus[0].Uuid;

        node.Sampler.ExpectLayoutChange(gpu);
        node.Driver.CreateInstance(0, "1g.10gb", 5);
        MigReading after = node.Cycles(1).Gpus[0].Mig!;

        Assert.Equal((1L, 0L), (after.ChangesByOptimizer, after.ChangesByOthers));
    }

    [Fact]
    public async Task Destroy_Instance_IsGoneInTheNextCycle()
    {
        await using SampledNode node = new(OneH100);
        uint id = node.Cycles(1).Gpus[0].Mig!.Instances.Single(instance => instance.Profile == "1g.10gb").Id;

        node.Driver.DestroyInstance(0, id);

        Assert.Equal(["3g.40gb"], node.Cycles(1).Gpus[0].Mig!.Instances.Select(instance => instance.Profile));
    }

    [Fact]
    public async Task Recreate_SameIdSamePlace_IntegralsStartAgainAndSamplesAreNew()
    {
        await using SampledNode node = new(OneH100);
        GpuInstanceSnapshot before = node.Cycles(20).Gpus[0].Mig!.Instances.Single(instance => instance.Profile == "1g.10gb");

        node.Driver.DestroyInstance(0, before.Id);
        node.Cycles(1);
        node.Driver.CreateInstance(0, "1g.10gb", (int)before.PlacementStart!.Value);
        GpuInstanceSnapshot after = node.Cycles(1).Gpus[0].Mig!.Instances.Single(instance => instance.Profile == "1g.10gb");

        Assert.Equal(before.Id, after.Id);
        Assert.True(after.EstimatedEnergyJoules < before.EstimatedEnergyJoules / 2);
        Assert.Null(after.Activity); // one sample only: a window over the old instance's samples would be a lie
        Assert.NotNull(node.Cycles(1).Gpus[0].Mig!.Instances.Single(instance => instance.Profile == "1g.10gb").Activity);
    }

    [Fact]
    public async Task Placeable_AfterAChange_IsTheDriversNewAnswer()
    {
        await using SampledNode node = new(OneH100);
        Assert.Equal(2, Placeable(node.Cycles(1), "1g.10gb"));

        Assert.Equal(NvmlReturn.Success, node.Driver.CreateInstance(0, "1g.20gb")); // wherever the driver likes: only 6 is left

        Assert.Equal(1, Placeable(node.Cycles(1), "1g.10gb")); // 5; unit 6 went to the double-memory slice
    }

    [Fact]
    public async Task Capability_ListingRefused_InstancesAreStillSeenWithoutPlacement()
    {
        await using SampledNode node = new(OneH100 + """

            faults:
              - { function: nvmlDeviceGetGpuInstances, code: 4 }
              - { function: nvmlDeviceGetGpuInstancePossiblePlacements_v2, code: 4 }
            """);

        GpuSnapshot gpu = node.Cycles(3).Gpus[0];

        Assert.Equal(["1g.10gb", "3g.40gb"], gpu.Mig!.Instances.Select(instance => instance.Profile).Order(StringComparer.Ordinal));
        Assert.All(gpu.Mig.Instances, instance => Assert.Null(instance.PlacementStart));
        Assert.All(gpu.Mig.Instances, instance => Assert.NotNull(instance.Memory));
        Assert.Null(gpu.Mig.Slices);
        Assert.Equal("1g.10gb+3g.40gb", gpu.Mig.Layout);
    }

    [Fact]
    public async Task Scan_FailsHalfWay_NothingIsSaidAndNothingCountsAsAChange()
    {
        await using SampledNode node = new(OneH100);
        MigReading before = node.Cycles(2).Gpus[0].Mig!;
        Simulation.Faults.FaultRule fault = new() { Function = NvmlFunction.GpuInstanceGetInfo, Code = NvmlReturn.Unknown };

        node.Driver.InjectFault(fault);
        GpuSnapshot during = node.Cycles(1).Gpus[0];
        node.Driver.ClearFault(fault);
        MigReading after = node.Cycles(1).Gpus[0].Mig!;

        Assert.Null(during.Mig);
        Assert.Equal(GpuAvailability.Up, during.Availability);
        Assert.Equal((before.Generation, 0L), (after.Generation, after.ChangesByOthers));
    }

    private static int Placeable(NodeSnapshot snapshot, string profile) =>
        snapshot.Gpus[0].Mig!.Placeable.Single(placeable => placeable.Profile == profile).Count;
}
