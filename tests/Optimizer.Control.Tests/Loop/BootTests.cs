using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A reboot takes every instance, and on Hopper the MIG mode with it: the committed layout is made again before anything is planned.</summary>
public sealed class BootTests
{
    private const string First = "2g.20gb@0+1g.10gb@5+1g.10gb@6", Second = "3g.40gb@0+1g.10gb@6";

    private const string TwoGpus = """
        name: test
        title: two H100
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        cpus-per-node: 16
        gpus:
          - { instances: [2g.20gb@0, 1g.10gb@5, 1g.10gb@6], numa: 0 }
          - { instances: [3g.40gb@0, 1g.10gb@6], numa: 0 }
        """;

    [Fact]
    public async Task Reboot_EverythingIsGone_TheLayoutIsMadeAgainLargestFirstBeforePlanning()
    {
        await using LoopNode node = await RunningAsync();
        node.Reboot();
        Assert.False(node.Loop.IsSettled);

        await node.TickUntilAsync(_ => node.Loop.IsSettled);

        Assert.Equal([First, Second], await LayoutsAsync(node));
        PlanRecord restored = (await node.Journal.HistoryAsync(100, false, CancellationToken.None)).First(plan => plan.Plan.Policy == RestorePlan.Policy);
        Assert.Equal(PlanLife.Committed, restored.Life);
        foreach (IGrouping<GpuUuid, PlanStep> gpu in restored.Plan.Steps.GroupBy(step => step.Gpu))
        {
            Assert.IsType<PlanStep.SetMigMode>(gpu.First());
            int[] sizes = [.. gpu.OfType<PlanStep.CreateInstance>().Select(create => create.Instance.Placement.Size)];
            Assert.Equal(sizes.OrderDescending(), sizes);
        }
    }

    [Fact]
    public async Task Reboot_OneGpuRefuses_ItIsQuarantinedAndTheOthersAreRestored()
    {
        await using LoopNode node = await RunningAsync();
        GpuUuid bad = node.Sampler.Latest!.Gpus[0].Uuid;
        node.Refuse = step => step.Gpu == bad;
        node.Reboot();

        await node.TickUntilAsync(_ => node.Loop.IsSettled);
        await node.TickAsync();

        Assert.Equal(Second, (await LayoutsAsync(node))[1]);
        Quarantine quarantine = Assert.Single(node.Loop.Report!.Quarantines);
        Assert.Equal(bad, quarantine.Gpu);
        Assert.Contains("refused for the test", quarantine.Reason, StringComparison.Ordinal);
        Assert.Single((await node.Journal.HistoryAsync(100, false, CancellationToken.None)), plan => plan.Plan.Policy == RestorePlan.Policy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_InterruptedAtAnyStep_IsFinishedByTheNextProcess(bool rebootedAgain)
    {
        for (int ticks = 1; ticks < 12; ticks++)
        {
            await using LoopNode node = await RunningAsync();
            node.Reboot();
            for (int count = 0; count < ticks; count++)
            {
                await node.OnceAsync(1);
            }

            if (rebootedAgain)
            {
                node.Reboot();
            }
            else
            {
                node.Start();
            }

            await node.TickAsync();
            await node.TickUntilAsync(_ => node.Loop.IsSettled);
            await node.TickAsync();

            Assert.Equal([First, Second], await LayoutsAsync(node));
            Assert.Empty(node.Loop.Report!.Quarantines);
            Assert.DoesNotContain(node.Ticks[^1].Holds, hold => hold.Interlock == Interlock.ExternalChange);
        }
    }

    [Fact]
    public async Task Reboot_WhilePaused_ConsumersNeedNotWaitAndResumeRestores()
    {
        await using LoopNode node = await RunningAsync();
        await node.Loop.PauseAsync("ada", "new rack", CancellationToken.None);
        node.Reboot();

        await node.TickAsync();
        TickRecord tick = await node.TickAsync();

        Assert.True(node.Loop.IsSettled);
        Assert.Equal(["off", "off"], await LayoutsAsync(node));
        Assert.Contains(tick.Holds, hold => hold.Interlock == Interlock.Paused && hold.Sentence.Contains("gpu-optimizer resume", StringComparison.Ordinal));
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        await node.TickAsync();
        await node.TickAsync();
        Assert.Equal([First, Second], await LayoutsAsync(node));
    }

    [Fact]
    public async Task Reboot_WhileLowered_IsNotForgottenAndResumeRestores()
    {
        await using LoopNode node = await RunningAsync();
        await node.Journal.AppendAsync(
            new JournalEntry.ControlChanged(false, OperatingMode.Recommend, JournalFold.Daemon, "3 plans in a row failed") { At = node.Clock.GetCurrentInstant() }, CancellationToken.None);
        node.Reboot();

        TickRecord tick = await node.TickAsync();

        Assert.True(node.Loop.IsSettled);
        Assert.Contains(tick.Holds, hold => hold.Interlock == Interlock.Demoted && hold.Sentence.Contains("3 plans in a row failed", StringComparison.Ordinal));
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        await node.TickAsync();
        await node.TickAsync();
        Assert.Equal([First, Second], await LayoutsAsync(node));
    }

    [Fact]
    public async Task Restore_PausedInTheMiddle_ConsumersNeedNotWaitAndResumeGoesOn()
    {
        await using LoopNode node = await RunningAsync();
        node.Reboot();
        while (node.Loop.Report?.Repartitioning is not { IsEmpty: false })
        {
            await node.OnceAsync(1);
        }

        await node.OnceAsync(1);
        await node.Loop.PauseAsync("ada", "", CancellationToken.None);

        TickRecord tick = await node.TickAsync();

        Assert.True(node.Loop.IsSettled);
        Assert.Contains(tick.Holds, hold => hold.Sentence.Contains("goes on after \"gpu-optimizer resume\"", StringComparison.Ordinal));
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        await node.TickAsync();
        await node.TickAsync();
        Assert.Equal([First, Second], await LayoutsAsync(node));
    }

    [Fact]
    public async Task Reboot_RestoringIsSwitchedOff_WhatThereIsIsTakenAsItIs()
    {
        await using LoopNode node = await RunningAsync();
        node.Options = node.Options with { RestoreAtBoot = false };
        node.Reboot();

        await node.TickAsync();
        TickRecord tick = await node.TickAsync();

        Assert.True(node.Loop.IsSettled);
        Assert.Equal(["off", "off"], await LayoutsAsync(node));
        Assert.DoesNotContain(tick.Holds, hold => hold.Interlock == Interlock.ExternalChange);
    }

    [Fact]
    public async Task Release_WhileALayoutWaitsToBeRestored_DoesNotForgetIt()
    {
        await using LoopNode node = await RunningAsync();
        GpuUuid gpu = node.Sampler.Latest!.Gpus[1].Uuid;
        await node.Journal.AppendAsync(new JournalEntry.GpuQuarantined(new Quarantine(gpu, node.Clock.GetCurrentInstant(), "hot")) { At = node.Clock.GetCurrentInstant() }, CancellationToken.None);
        await node.Loop.PauseAsync("ada", "new rack", CancellationToken.None);
        node.Reboot();
        await node.TickAsync();

        Assert.True((await node.Loop.ReleaseAsync(gpu, "ada", CancellationToken.None)).Done);
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        await node.TickAsync();
        await node.TickAsync();

        Assert.Equal([First, Second], await LayoutsAsync(node));
    }

    [Fact]
    public async Task Reboot_InTheMiddleOfAPlan_ItIsAbandonedAndTheServiceIsBackOnTheLayoutOfBefore()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        await node.TickUntilAsync(tick => tick.Step is PlanStep.StartReplica);
        node.Reboot();

        await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Abandoned } plan && plan.Outcome!.Contains("rebooted", StringComparison.Ordinal));
        await node.TickUntilAsync(_ => node.Chat().Ready >= 1, most: 120);

        Assert.True(node.Loop.IsSettled);
    }

    [Fact]
    public async Task Reboot_AGpuDoesNotComeBack_TheOthersAreRestoredAfterAMinuteAndItsLayoutIsToldOf()
    {
        await using LoopNode node = await RunningAsync();
        GpuUuid lost = node.Sampler.Latest!.Gpus[0].Uuid;
        node.Reboot();
        node.Node.Driver.LoseGpu(0);
        TickRecord waiting = await node.TickAsync();
        Assert.False(node.Loop.IsSettled);
        Assert.Contains(waiting.Holds, hold => hold.Sentence.Contains("does not answer yet", StringComparison.Ordinal));

        await node.TickUntilAsync(_ => node.Loop.IsSettled, most: 10);

        Assert.Equal(Second, ExpectedLayouts.Text(ExpectedLayouts.Seen((await node.Sampler.SampleAsync(CancellationToken.None)).Gpus.Single(gpu => gpu.Uuid != lost))!));
        Quarantine quarantine = Assert.Single(node.Loop.Report!.Quarantines);
        Assert.Equal(lost, quarantine.Gpu);
        Assert.Contains(First, quarantine.Reason, StringComparison.Ordinal);
    }

    private static async Task<LoopNode> RunningAsync()
    {
        LoopNode node = LoopNode.Of(TwoGpus);
        await node.TickAsync();
        return node;
    }

    private static async Task<string[]> LayoutsAsync(LoopNode node) =>
        [.. (await node.Sampler.SampleAsync(CancellationToken.None)).Gpus.Select(gpu => ExpectedLayouts.Text(ExpectedLayouts.Seen(gpu)!))];
}
