using Microsoft.Extensions.Time.Testing;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Simulation.Faults;

namespace Optimizer.Node.Tests.Observe;

/// <summary>Calls that do not come back, on the daemon's own watched thread; deadlines are measured by a clock the test moves.</summary>
public sealed class HangTests
{
    [Fact]
    public async Task CallThatNeverReturns_CostsOneGpuAndComesBackWhenItDoes()
    {
        FakeTimeProvider watch = new();
        await using NvmlThread thread = new(watch, TimeSpan.FromSeconds(5));
        await using SampledNode node = new("two-a100", executor: thread);
        await SampleAsync(node);
        FaultRule hang = new() { Function = NvmlFunction.DeviceGetTotalEnergyConsumption, Gpu = 0, NeverReturns = true };
        node.Driver.InjectFault(hang);

        NodeSnapshot during = await SampleAsync(node, watch);
        NodeSnapshot still = await SampleAsync(node);
        node.Driver.ClearFault(hang);
        NodeSnapshot after = await UntilUpAsync(node);

        Assert.Equal(GpuAvailability.Unresponsive, during.Gpus[0].Availability);
        Assert.Contains("nvmlDeviceGetTotalEnergyConsumption on GPU-", during.Gpus[0].Trouble, StringComparison.Ordinal);
        Assert.Equal(GpuAvailability.Up, during.Gpus[1].Availability);
        Assert.Equal(GpuAvailability.Unresponsive, still.Gpus[0].Availability);
        Assert.Equal(GpuAvailability.Up, after.Gpus[0].Availability);
    }

    [Theory]
    [InlineData(NvmlFunction.DeviceGetUUID)]
    [InlineData(NvmlFunction.DeviceGetName)]
    [InlineData(NvmlFunction.DeviceRegisterEvents)]
    [InlineData(NvmlFunction.DeviceGetMigMode)]
    public async Task GpuThatHangsFromTheStart_TheOthersAreListedAndRead(NvmlFunction function)
    {
        FakeTimeProvider watch = new();
        await using NvmlThread thread = new(watch, TimeSpan.FromSeconds(5));
        await using SampledNode node = new("two-a100", executor: thread);
        FaultRule hang = new() { Function = function, Gpu = 0, NeverReturns = true };
        node.Driver.InjectFault(hang);

        NodeSnapshot seen = await SampleAsync(node, watch);
        for (int cycle = 0; cycle < 30; cycle++)
        {
            seen = await SampleAsync(node, watch);
        }

        Assert.Equal(1, thread.StuckThreads);
        Assert.Contains(seen.Gpus, gpu => gpu is { Availability: GpuAvailability.Up, Identity.Index: 1, Power: not null });
        Assert.Equal(0, seen.Health.Reinitializations.Sum(reopened => reopened.Count));
        node.Driver.ClearFault(hang);
    }

    [Fact]
    public async Task EveryGpuHangs_ACycleWaitsForTwoOnly()
    {
        FakeTimeProvider watch = new();
        await using NvmlThread thread = new(watch, TimeSpan.FromSeconds(5));
        await using SampledNode node = new("dgx-h100", executor: thread);
        await SampleAsync(node);
        FaultRule hang = new() { Function = NvmlFunction.DeviceGetMemoryInfo_v2, NeverReturns = true };
        node.Driver.InjectFault(hang);

        NodeSnapshot seen = await SampleAsync(node, watch);

        Assert.Equal(2, thread.StuckThreads);
        Assert.All(seen.Gpus, gpu => Assert.Equal(GpuAvailability.Unresponsive, gpu.Availability));
        Assert.Equal(6, seen.Gpus.Count(gpu => gpu.Trouble!.Contains("was not asked in this cycle", StringComparison.Ordinal)));
        node.Driver.ClearFault(hang);
    }

    [Fact]
    public async Task Lend_InTheMiddleOfAHangingCycle_WaitsAndThenRefusesUntilTheCallIsBack()
    {
        FakeTimeProvider watch = new();
        await using NvmlThread thread = new(watch, TimeSpan.FromSeconds(5));
        await using SampledNode node = new("two-a100", executor: thread);
        await SampleAsync(node);
        FaultRule hang = new() { Function = NvmlFunction.DeviceGetMemoryInfo_v2, Gpu = 0, NeverReturns = true };
        node.Driver.InjectFault(hang);
        node.Time.Advance(TimeSpan.FromSeconds(1));
        Task<NodeSnapshot> sampling = node.Sampler.SampleAsync(CancellationToken.None);
        Task<NvmlLease> lending = node.Sampler.LendAsync(CancellationToken.None);
        Assert.False(lending.IsCompleted);

        while (!sampling.IsCompleted)
        {
            watch.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(sampling, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => lending);
        Assert.Equal(1, node.Driver.OpenSessions);
        node.Driver.ClearFault(hang);
        await UntilUpAsync(node);
        using NvmlLease lease = await node.Sampler.LendAsync(CancellationToken.None);
        Assert.Equal(0, node.Driver.OpenSessions);
    }

    private static async Task<NodeSnapshot> SampleAsync(SampledNode node, FakeTimeProvider? watch = null)
    {
        node.Time.Advance(TimeSpan.FromSeconds(1));
        Task<NodeSnapshot> sampling = node.Sampler.SampleAsync(CancellationToken.None);
        while (!sampling.IsCompleted)
        {
            watch?.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(sampling, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None));
        }

        return await sampling;
    }

    private static async Task<NodeSnapshot> UntilUpAsync(SampledNode node)
    {
        for (int cycle = 0; ; cycle++)
        {
            NodeSnapshot seen = await SampleAsync(node);
            if (seen.Gpus[0].Availability == GpuAvailability.Up || cycle > 500)
            {
                return seen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }
}
