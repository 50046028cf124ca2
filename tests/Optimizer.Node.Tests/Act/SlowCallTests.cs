using Microsoft.Extensions.Time.Testing;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Simulation.Faults;
using static Optimizer.Node.Tests.Act.ActingNode;

namespace Optimizer.Node.Tests.Act;

/// <summary>Calls that do not come back, on the daemon's own watched thread; deadlines are measured by a clock the test moves.</summary>
public sealed class SlowCallTests
{
    [Fact]
    public async Task Create_CallDoesNotComeBack_IsFailedLeavesTheGpuAloneAndGoesOnWhenItDoes()
    {
        FakeTimeProvider watch = new();
        await using NvmlThread thread = new(watch, TimeSpan.FromSeconds(5));
        await using ActingNode node = new(Board(H100), executor: thread, sampled: false);
        GpuUuid gpu = (await node.Sampled.Sampler.SampleAsync(CancellationToken.None)).Gpus[0].Uuid;
        FaultRule hang = new() { Function = NvmlFunction.GpuInstanceCreateComputeInstance, NeverReturns = true, MaxCalls = 1 };
        node.Sampled.Driver.InjectFault(hang);

        Task<StepOutcome> creating = node.Partitioner.CreateAsync(gpu, At("3g.40gb", 4, 4), CancellationToken.None);
        await UntilAsync(creating, watch);
        StepOutcome meanwhile = await node.Partitioner.CreateAsync(gpu, At("3g.40gb", 4, 4), CancellationToken.None);
        NodeSnapshot seen = await node.Sampled.Sampler.SampleAsync(CancellationToken.None);
        node.Sampled.Driver.ClearFault(hang);
        while (thread.StuckThreads > 0)
        {
            await Task.Yield();
        }

        StepOutcome after = await node.Partitioner.CreateAsync(gpu, At("3g.40gb", 4, 4), CancellationToken.None);

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(await creating);
        Assert.Equal((StepTrouble.DriverUnavailable, true), (failed.Trouble, failed.Retryable));
        Assert.Contains("nvmlGpuInstanceCreateComputeInstance on GPU-", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(StepTrouble.DriverUnavailable, Assert.IsType<StepOutcome.Refused>(meanwhile).Trouble);
        Assert.Equal(GpuAvailability.Unresponsive, seen.Gpus[0].Availability);
        Assert.IsType<StepOutcome.Applied>(after);
        Assert.Equal("3g.40gb@4:3", SecondClient.Layout(node.Sampled.Node, gpu));
    }

    [Fact]
    public async Task Lend_DuringASlowFirstOpening_NextCycleOpensAnew()
    {
        await using NvmlThread thread = new(new FakeTimeProvider(), TimeSpan.FromSeconds(5));
        await using SampledNode node = new("two-a100", executor: thread);
        FaultRule slow = new() { Function = NvmlFunction.Init_v2, Delay = TimeSpan.FromSeconds(20), MaxCalls = 1 };
        node.Driver.InjectFault(slow);
        Task<NodeSnapshot> first = node.Sampler.SampleAsync(CancellationToken.None);
        await UntilAsync(first, node.Time, TimeSpan.FromSeconds(1)); // patience is over, the opening goes on
        Assert.Empty((await first).Gpus);

        Task<NvmlLease> lending = node.Sampler.LendAsync(CancellationToken.None);
        await UntilAsync(lending, node.Time, TimeSpan.FromSeconds(1));
        (await lending).Dispose();
        Task<NodeSnapshot> next = node.Sampler.SampleAsync(CancellationToken.None);
        await UntilAsync(next, node.Time, TimeSpan.FromMilliseconds(1));

        Assert.Equal(2, (await next).Gpus.Count(gpu => gpu.Availability == GpuAvailability.Up));
        Assert.Equal(NvmlSessionState.Open, node.Session.State);
    }

    private static Task UntilAsync(Task task, FakeTimeProvider watch) => UntilAsync(task, () => watch.Advance(TimeSpan.FromSeconds(2)));

    private static Task UntilAsync(Task task, Simulation.Time.ManualTimeProvider time, TimeSpan step) => UntilAsync(task, () => time.Advance(step));

    private static async Task UntilAsync(Task task, Action advance)
    {
        for (int turn = 0; !task.IsCompleted; turn++)
        {
            Assert.True(turn < 2000, "it does not end");
            advance();
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None));
        }
    }
}
