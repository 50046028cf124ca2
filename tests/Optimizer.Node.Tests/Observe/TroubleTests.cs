using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Simulation.Faults;

namespace Optimizer.Node.Tests.Observe;

public sealed class TroubleTests
{
    [Fact]
    public async Task LoseGpu_Running_OnlyThatGpuGoesDarkAndItComesBack()
    {
        await using SampledNode node = new("dgx-h100");
        GpuUuid lost = node.Cycles(2).Gpus[3].Uuid;

        node.Driver.LoseGpu(3);
        NodeSnapshot during = node.Cycles(2);
        node.Driver.RestoreGpu(3);
        NodeSnapshot after = node.Cycles(90);

        GpuSnapshot dark = during.Gpus.Single(gpu => gpu.Uuid == lost);
        Assert.Equal(GpuAvailability.Lost, dark.Availability);
        Assert.Contains("gpu_is_lost", dark.Trouble, StringComparison.Ordinal);
        Assert.Contains(lost.Value, dark.Trouble, StringComparison.Ordinal);
        Assert.Null(dark.Power);
        Assert.Equal(7, during.Gpus.Count(gpu => gpu.Availability == GpuAvailability.Up && gpu.Power is not null));
        Assert.All(after.Gpus, gpu => Assert.Equal(GpuAvailability.Up, gpu.Availability));
    }

    [Theory]
    [InlineData(true)] // lost in a cycle that also reads the inventory, where the event set is made anew without the GPU
    [InlineData(false)]
    public async Task LoseGpu_TheXidThatSaidSo_IsCountedAndStays(bool withInventory)
    {
        await using SampledNode node = new("broken");
        if (withInventory)
        {
            await node.Sampler.SampleAsync(CancellationToken.None); // the inventory falls on the 60th second, as the loss does
        }

        NodeSnapshot seen = node.Cycles(90);

        GpuSnapshot lost = seen.Gpus.Single(gpu => gpu.Availability == GpuAvailability.Lost);
        Assert.Equal(1UL, lost.Reliability.Xids.Single(xid => xid.Xid == 79).Count);
        Assert.Equal(1UL, lost.Reliability.Events.Single(counted => counted.Kind == DriverEventKind.Unavailable).Count);
    }

    [Fact]
    public async Task LoseGpu_InTheMiddleOfACycle_NothingHalfReadIsShown()
    {
        await using SampledNode node = new("two-a100");
        node.Cycles(2);

        node.Driver.InjectFault(new FaultRule { Gpu = 0, Code = NvmlReturn.GpuIsLost, SkipCalls = 25 });
        GpuSnapshot seen = node.Cycles(1).Gpus[0];

        Assert.Equal(GpuAvailability.Lost, seen.Availability);
        Assert.Null(seen.Mig);
        Assert.Null(seen.Memory);
        Assert.Equal("NVIDIA A100-SXM4-80GB", seen.Identity.Name);
    }

    [Fact]
    public async Task OneCall_Fails_CostsItsCollectorOnly()
    {
        await using SampledNode node = new("two-a100");
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetTotalEnergyConsumption, Gpu = 1, Code = NvmlReturn.Unknown });

        NodeSnapshot seen = node.Cycles(1);

        CollectorHealth power = seen.Health.Collectors.Single(collector => collector.Name == "power");
        Assert.False(power.Up);
        Assert.Equal($"nvmlDeviceGetTotalEnergyConsumption on {seen.Gpus[1].Uuid} answered unknown.", power.Trouble);
        Assert.Null(seen.Gpus[1].Power!.EnergyJoules);
        Assert.NotNull(seen.Gpus[1].Power!.Watts);
        Assert.NotNull(seen.Gpus[0].Power!.EnergyJoules);
        Assert.All(seen.Health.Collectors.Where(collector => collector.Name != "power"), collector => Assert.True(collector.Up));
        Assert.Equal(new NvmlErrorCount("nvmlDeviceGetTotalEnergyConsumption", "unknown", 1), Assert.Single(seen.Health.NvmlErrors));
    }

    [Fact]
    public async Task NoDriver_AtStart_IsANodeWithoutGpusUntilItLoads()
    {
        await using SampledNode node = new("two-a100");
        FaultRule absent = new() { Function = NvmlFunction.Init_v2, Code = NvmlReturn.DriverNotLoaded };
        node.Driver.InjectFault(absent);

        NodeSnapshot before = node.Cycles(3);
        node.Driver.ClearFault(absent);
        NodeSnapshot after = node.Cycles(5);

        Assert.Empty(before.Gpus);
        Assert.Null(before.Driver);
        Assert.Contains("modprobe nvidia", before.Health.DriverTrouble, StringComparison.Ordinal);
        Assert.False(before.Health.Collectors.Single(collector => collector.Name == "inventory").Up);
        Assert.Equal(2, after.Gpus.Count);
        Assert.Null(after.Health.DriverTrouble);
    }

    [Theory]
    [InlineData(NvmlReturn.LibRmVersionMismatch, "finish the driver upgrade")]
    [InlineData(NvmlReturn.NoPermission, "run as root")]
    [InlineData(NvmlReturn.OperatingSystem, "DeviceAllow")]
    public async Task Init_Refused_SaysWhatWasTriedSeenAndToDo(NvmlReturn code, string remedy)
    {
        await using SampledNode node = new("two-a100");
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.Init_v2, Code = code });

        SamplerHealth health = node.Cycles(2).Health;

        Assert.StartsWith("nvmlInit_v2 of ", health.DriverTrouble, StringComparison.Ordinal);
        Assert.Contains(remedy, health.DriverTrouble, StringComparison.Ordinal);
        Assert.Contains(health.NvmlErrors, error => error.Function == "nvmlInit_v2");
    }

    [Fact]
    public async Task DriverReplacedUnderneath_Running_EverythingIsLostUntilItFits()
    {
        await using SampledNode node = new("two-a100");
        node.Cycles(20);
        FaultRule mismatch = new() { Code = NvmlReturn.LibRmVersionMismatch };
        node.Driver.InjectFault(mismatch);

        NodeSnapshot during = node.Cycles(5);
        node.Driver.ClearFault(mismatch);
        NodeSnapshot after = node.Cycles(70);

        Assert.All(during.Gpus, gpu => Assert.Equal(GpuAvailability.Lost, gpu.Availability));
        Assert.Null(during.Driver);
        Assert.All(after.Gpus, gpu => Assert.Equal(GpuAvailability.Up, gpu.Availability));
        Assert.True(after.Health.Reinitializations.Single(reopened => reopened.Reason == ReinitializationReason.DriverReload).Count >= 1);
    }

    [Fact]
    public async Task NoDriver_ForLong_AttemptsBecomeRare()
    {
        await using SampledNode node = new("two-a100");
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.Init_v2, Code = NvmlReturn.DriverNotLoaded });

        long attempts = node.Cycles(300).Health.NvmlErrors.Single(error => error.Function == "nvmlInit_v2").Count;

        // 1, 2, 4 ... 60 s apart: ten within five minutes, not three hundred.
        Assert.InRange(attempts, 8, 12);
    }

    [Fact]
    public async Task ReloadDriver_Running_SessionIsOpenedAnewAndCountersDoNotFall()
    {
        await using SampledNode node = new("two-a100");
        NodeSnapshot before = node.Cycles(30);

        node.Driver.ReloadDriver();
        NodeSnapshot after = node.Cycles(10);

        Assert.All(after.Gpus, gpu => Assert.Equal(GpuAvailability.Up, gpu.Availability));
        Assert.Equal(1, after.Health.Reinitializations.Sum(reopened => reopened.Count));
        for (int index = 0; index < 2; index++)
        {
            Assert.True(after.Gpus[index].Power!.EnergyJoules >= before.Gpus[index].Power!.EnergyJoules);
            Assert.True(after.Gpus[index].Pcie!.TxBytes >= before.Gpus[index].Pcie!.TxBytes);
        }
    }

    [Fact]
    public async Task OldDriver_470_FewerReadingsAndNoErrors()
    {
        await using SampledNode node = new("""
            name: old
            title: A100 under an old driver
            driver: 470.82.01
            cuda: 11.4
            board: a100-40gb
            gpus:
              - { instances: [3g.20gb@0, 1g.5gb@4], numa: 0 }
              - { mig: off, numa: 1 }
            """);

        NodeSnapshot seen = node.Cycles(3);

        Assert.All(seen.Health.Collectors, collector => Assert.True(collector.Up, collector.Trouble));
        Assert.Equal("3g.20gb@0+1g.5gb@4", seen.Gpus[0].Mig!.Layout); // names composed: they came with R510
        Assert.Null(seen.Gpus[0].Memory!.ReservedBytes);               // the second memory struct came with R510
        Assert.NotEmpty(seen.Gpus[1].Clocks!.Events);                  // the old name of the reasons call
        Assert.Null(seen.Gpus[0].Reliability.Recovery);
        Assert.Empty(seen.Health.NvmlErrors);
    }

    [Fact]
    public async Task Lend_ForAReset_NothingHoldsTheDriverAndTheLastSnapshotStays()
    {
        await using SampledNode node = new("dgx-h100");
        NodeSnapshot before = node.Cycles(3);

        using (NvmlLease lease = await node.Sampler.LendAsync(CancellationToken.None))
        {
            Assert.Equal(0, node.Driver.OpenSessions);
            Assert.Same(before, node.Cycles(5));
        }

        NodeSnapshot after = node.Cycles(3);
        Assert.All(after.Gpus, gpu => Assert.Equal(GpuAvailability.Up, gpu.Availability));
        Assert.Equal(1, after.Health.Reinitializations.Single(reopened => reopened.Reason == ReinitializationReason.Repartition).Count);
        Assert.True(after.Health.Collectors.Single(collector => collector.Name == "events").Up);
    }

    [Fact]
    public async Task ReloadDriver_OneGpuDoesNotComeBack_TheSessionOfTheOthersStays()
    {
        await using SampledNode node = new("dgx-h100");
        node.Cycles(5);

        node.Driver.ReloadDriver();
        node.Driver.LoseGpu(2);
        NodeSnapshot soon = node.Cycles(20);
        NodeSnapshot later = node.Cycles(30);

        Assert.Equal(7, later.Gpus.Count(gpu => gpu.Availability == GpuAvailability.Up));
        Assert.Equal(soon.Health.Reinitializations, later.Health.Reinitializations);
        Assert.All(later.Gpus.Where(gpu => gpu.Availability == GpuAvailability.Up), gpu => Assert.NotNull(gpu.Activity));
    }

    [Fact]
    public async Task WithoutTheRight_IsAskedOnceAndBlamesNoCollector()
    {
        await using SampledNode node = new("two-a100");
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetMemoryInfo_v2, Gpu = 0, Code = NvmlReturn.NoPermission });
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetMemoryInfo, Gpu = 0, Code = NvmlReturn.NoPermission });

        NodeSnapshot seen = node.Cycles(20);

        Assert.Null(seen.Gpus[0].Memory);
        Assert.NotNull(seen.Gpus[1].Memory);
        Assert.All(seen.Health.Collectors, collector => Assert.True(collector.Up, collector.Trouble));
        Assert.True(seen.Health.NvmlErrors.Sum(error => error.Count) < 10, "asked once per handle kind, not each second");
    }

    [Fact]
    public async Task EventsOfAGpu_CannotBeHad_ItsCountersAreAbsentNotZero()
    {
        await using SampledNode node = new("two-a100");
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceRegisterEvents, Gpu = 0, Code = NvmlReturn.Unknown });

        NodeSnapshot seen = node.Cycles(3);

        Assert.Empty(seen.Gpus[0].Reliability.Xids);
        Assert.Empty(seen.Gpus[0].Reliability.Events);
        Assert.NotEmpty(seen.Gpus[1].Reliability.Xids);
    }

    [Fact]
    public async Task Identity_ACallFailsLater_KeepsWhatWasKnown()
    {
        await using SampledNode node = new("two-a100");
        GpuIdentity before = node.Cycles(2).Gpus[1].Identity;
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetName, Code = NvmlReturn.Unknown });
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetSerial, Code = NvmlReturn.Unknown });

        Assert.Equal(before, node.Cycles(70).Gpus[1].Identity); // past an inventory
    }
}
