using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests;

public sealed class FaultTests
{
    [Fact]
    public void Code_WithinItsWindowAndGpu_AnswersInsteadOfTheDriver()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "mig: off", count: 2);
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetPowerUsage, Gpu = 1, FromSeconds = 10, UntilSeconds = 20, Code = NvmlReturn.Unknown });
        Assert.Equal(NvmlReturn.Success, Power(node, 1));
        node.Advance(10);
        Assert.Equal(NvmlReturn.Unknown, Power(node, 1));
        Assert.Equal(NvmlReturn.Success, Power(node, 0));
        node.Advance(10);
        Assert.Equal(NvmlReturn.Success, Power(node, 1));
    }

    [Fact]
    public void CallCounts_SkipAndMax_MakeExactlyThoseCallsFail()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "mig: off");
        node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceGetPowerUsage, SkipCalls = 2, MaxCalls = 1, Code = NvmlReturn.InUse });
        Assert.Equal(
            [NvmlReturn.Success, NvmlReturn.Success, NvmlReturn.InUse, NvmlReturn.Success],
            Enumerable.Range(0, 4).Select(_ => Power(node, 0)));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(18)]
    public unsafe void Init_DriverAbsentOrMismatched_AnswersItsCodeUntilItIsThere(int code)
    {
        using TestNode node = new(Scenario.Parse("absent", $$"""
            name: absent
            title: a driver that loads late
            board: h100-80gb-sxm
            gpus: [{ mig: off }]
            faults: [{ function: nvmlInit_v2, until: 30s, code: {{code}} }]
            """), open: false);
        Assert.Equal((NvmlReturn)code, node.Call(NvmlFunction.Init_v2));
        uint count;
        Assert.Equal(1, ((delegate* unmanaged[Cdecl]<uint*, int>)node.Address(NvmlFunction.DeviceGetCount_v2))(&count));
        node.Advance(30);
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.Init_v2));
    }

    [Fact]
    public void MissingSymbol_WhileItHolds_IsNotExported()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "mig: off");
        FaultRule rule = new() { Function = NvmlFunction.DeviceGetPowerUsage, MissingSymbol = true };
        node.Driver.InjectFault(rule);
        Assert.Equal(0, node.Find(NvmlFunction.DeviceGetPowerUsage));
        Assert.NotEqual(0, node.Find(NvmlFunction.DeviceGetName));
        node.Driver.ClearFault(rule);
        Assert.NotEqual(0, node.Find(NvmlFunction.DeviceGetPowerUsage));
    }

    [Fact]
    public async Task Delay_InSimulatedTime_HoldsOnlyThatCall()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "mig: off", count: 2);
        node.Driver.InjectFault(new FaultRule { Gpu = 1, MaxCalls = 1, Delay = TimeSpan.FromSeconds(5) });
        Task<NvmlReturn> slow = Task.Run(() => Power(node, 1));
        while (!slow.IsCompleted)
        {
            // The other GPU answers all the while; the clock is moved until the slow call noticed.
            Assert.Equal(NvmlReturn.Success, Power(node, 0));
            node.Advance(1);
            await Task.Yield();
        }

        Assert.Equal(NvmlReturn.Success, await slow);
        Assert.True(node.Driver.Now >= 5);
    }

    [Fact]
    public async Task NeverReturns_UntilTheNodeIsDisposedOf_HangsOutsideTheLock()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "mig: off", count: 2);
        node.Driver.InjectFault(new FaultRule { Gpu = 1, NeverReturns = true });
        Task<NvmlReturn> stuck = Task.Run(() => Power(node, 1));
        Assert.Equal(NvmlReturn.Success, Power(node, 0));
        Assert.False(stuck.IsCompleted);
        node.Node.Dispose();

        // The second answer is that of a call which had not yet begun when the node stopped.
        Assert.Contains(await stuck, new[] { NvmlReturn.Unknown, NvmlReturn.Uninitialized });
    }

    [Fact]
    public unsafe void LoseGpu_UntilRestored_AnswersLostOnEveryCall()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        nint gpu = node.Gpu();
        node.Driver.LoseGpu(0);
        Assert.Equal(NvmlReturn.GpuIsLost, node.Read(NvmlFunction.DeviceGetPowerUsage, gpu, out uint _));
        uint mode, pending;
        Assert.Equal(NvmlReturn.GpuIsLost, node.Call(NvmlFunction.DeviceGetMigMode, gpu, &mode, &pending));
        node.Driver.RestoreGpu(0);
        Assert.Equal(NvmlReturn.Success, node.Read(NvmlFunction.DeviceGetPowerUsage, gpu, out uint _));
        node.Advance(30);
        node.Driver.Advance();
        Assert.Equal(4, node.Driver.Gpus[0].Processes.Count);
    }

    [Fact]
    public unsafe void BrokenScenario_OverTenMinutes_BreaksAndHeals()
    {
        using TestNode node = new(Scenario.Load("broken"));
        nint lost = node.Gpu(0);
        node.Advance(50);
        Assert.Equal((0u, 1u), node.MigMode(node.Gpu(3)));
        Assert.Equal(4, node.Driver.Gpus[2].Partitions.GpuInstances.Count);
        Assert.Contains(node.Driver.Gpus[2].Partitions.GpuInstances, instance => instance.Profile.Name == "3g.40gb");
        uint corrected, uncorrected, waiting, failed;
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint, uint*, uint*, uint*, uint*, int>)node.Address(NvmlFunction.DeviceGetRemappedRows))(node.Gpu(3), &corrected, &uncorrected, &waiting, &failed));
        Assert.Equal(1u, failed);
        node.Advance(20);
        Assert.Equal(NvmlReturn.GpuIsLost, node.Read(NvmlFunction.DeviceGetPowerUsage, lost, out uint _));
        node.Advance(600);
        Assert.Equal(NvmlReturn.Success, node.Read(NvmlFunction.DeviceGetPowerUsage, lost, out uint _));
        Assert.Equal((1u, 1u), node.MigMode(node.Gpu(3)));
        Assert.Single(node.Driver.Gpus[0].Processes);
    }

    private static NvmlReturn Power(TestNode node, uint gpu) => node.Read(NvmlFunction.DeviceGetPowerUsage, HandleSpace.Gpu((int)gpu), out uint _);
}
