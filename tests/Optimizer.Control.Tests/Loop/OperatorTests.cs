using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>Operators may say anything at any moment: a workload is never left with less than it had, and every answer says what is in force.</summary>
public sealed class OperatorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("single")]
    public async Task Pause_AtAnyMomentOfAPlan_RestsOnlyWithTheServiceUpAndResumeGoesOn(string more)
    {
        for (int ticks = 1; ticks < 60; ticks++)
        {
            await using LoopNode node = await TroubledNode.CalmAsync(more);
            await AdvanceAsync(node, ticks);
            Assert.True((await node.Loop.PauseAsync("ada", "", CancellationToken.None)).Done);
            for (int count = 0; count < 30; count++)
            {
                await node.TickAsync();
            }

            TickRecord resting = node.Ticks[^1];
            int steps = node.Ticks.Count(tick => tick.Step is not null);
            Assert.NotEmpty(await node.ReadyAsync());
            Assert.Contains(resting.Holds, hold => hold.Interlock == Interlock.Paused && hold.Sentence.Contains("gpu-optimizer resume", StringComparison.Ordinal));
            await node.TickAsync();
            Assert.Equal(steps, node.Ticks.Count(tick => tick.Step is not null));

            await node.Loop.ResumeAsync("ada", CancellationToken.None);
            if (resting.Plan is not { Life: PlanLife.Committed or PlanLife.Held })
            {
                await node.EndAsync(PlanLife.Committed);
            }

            Assert.NotEqual("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
            Assert.True(more.Length > 0 || node.Chat().BelowFloorByOrderSeconds == 0);
        }
    }

    [Theory]
    [InlineData(OperatingMode.Observe)]
    [InlineData(OperatingMode.Recommend)]
    public async Task Mode_IsLoweredAtAnyMomentOfAPlan_RestsWithTheServiceUpAndGoesOnWhenRaised(OperatingMode lower)
    {
        for (int ticks = 1; ticks < 60; ticks += 2)
        {
            await using LoopNode node = await TroubledNode.CalmAsync("single");
            await AdvanceAsync(node, ticks);
            node.Options = node.Options with { Mode = lower };
            for (int count = 0; count < 30; count++)
            {
                await node.TickAsync();
            }

            Assert.NotEmpty(await node.ReadyAsync());
            int steps = node.Ticks.Count(tick => tick.Step is not null);
            TickRecord resting = await node.TickAsync();
            Assert.Equal(steps, node.Ticks.Count(tick => tick.Step is not null));
            Assert.True(resting.Plan is not { Life: PlanLife.Acting } || resting.Holds.Any(hold => hold.Interlock == Interlock.Mode && hold.Sentence.Contains("rests", StringComparison.Ordinal)));

            node.Options = node.Options with { Mode = OperatingMode.Enforce };
            await node.TickUntilAsync(_ => node.Chat().Ready == 1 && node.Loop.Report!.Repartitioning.IsEmpty && node.Chat().Capacity > 8);
        }
    }

    [Fact]
    public async Task Pause_WithoutAReason_SaysThatNoneWasGivenAndByWhom()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        await node.Loop.PauseAsync("ada", "", CancellationToken.None);

        TickRecord tick = await node.TickAsync();

        Assert.Contains("no reason given (by ada)", Assert.Single(tick.Holds, hold => hold.Interlock == Interlock.Paused).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wish_WhileATickRuns_WaitsForItsEndAndIsObeyedByTheNext()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        Task<OperatorAnswer>? wish = null;
        bool during = true;
        node.Observing = () =>
        {
            wish ??= node.Loop.PauseAsync("ada", "now", CancellationToken.None);
            during &= !wish.IsCompleted;
            node.Observing = null;
        };
        await node.OnceAsync();
        OperatorAnswer answer = await wish!;

        Assert.True(during && answer.Done);
        for (int count = 0; count < 20; count++)
        {
            await node.TickAsync();
        }

        Assert.NotEmpty(await node.ReadyAsync());
        Assert.True(node.Loop.Report!.Paused);
    }

    [Fact]
    public async Task Resume_AfterAChangeFromOutside_AcceptsItAndGoesOn()
    {
        await using LoopNode node = LoopNode.Of(TroubledNode.Scenario());
        node.Demand("chat", 6);
        await node.TickAsync();
        node.Node.Driver.CreateInstance(0, "1g.10gb", 5);
        TickRecord held = await node.TickAsync();
        string sentence = Assert.Single(held.Holds, hold => hold.Interlock == Interlock.ExternalChange).Sentence;
        Assert.Contains("gpu-optimizer resume", sentence, StringComparison.Ordinal);
        node.Demand("chat", 15);
        for (int count = 0; count < 30; count++)
        {
            Assert.Null((await node.TickAsync()).Step);
        }

        OperatorAnswer answer = await node.Loop.ResumeAsync("ada", CancellationToken.None);

        Assert.Contains("the layout found is accepted", answer.Sentence, StringComparison.Ordinal);
        await node.EndAsync(PlanLife.Committed);
    }

    [Fact]
    public async Task Approve_WhilePaused_IsRefused()
    {
        await using LoopNode node = await ProposedAsync();
        long number = node.Ticks[^1].Plan!.Plan.Generation;
        await node.Loop.PauseAsync("ada", "", CancellationToken.None);

        OperatorAnswer answer = await node.Loop.ApproveAsync(number, "ada", CancellationToken.None);

        Assert.False(answer.Done);
        Assert.Contains("resume first", answer.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OperatingMode.Observe)]
    [InlineData(OperatingMode.Recommend)]
    public async Task Approve_AfterTheModeWasLowered_IsRefusedAndNothingBegins(OperatingMode lower)
    {
        await using LoopNode node = await ProposedAsync();
        long number = node.Ticks[^1].Plan!.Plan.Generation;
        node.Options = node.Options with { Mode = lower };

        OperatorAnswer answer = await node.Loop.ApproveAsync(number, "ada", CancellationToken.None);
        await node.TickAsync();

        Assert.False(answer.Done);
        Assert.Contains("the mode is " + (lower == OperatingMode.Observe ? "observe" : "recommend"), answer.Sentence, StringComparison.Ordinal);
        Assert.Empty(node.Loop.Report!.Repartitioning);
    }

    [Fact]
    public async Task Approve_FactsHaveMovedOn_IsRefusedWithTheRuleAndTheProposalIsGone()
    {
        await using LoopNode node = await ProposedAsync();
        long number = node.Ticks[^1].Plan!.Plan.Generation;
        node.Node.Driver.CreateInstance(0, "4g.40gb", 0);

        OperatorAnswer first = await node.Loop.ApproveAsync(number, "ada", CancellationToken.None);
        OperatorAnswer second = await node.Loop.ApproveAsync(number, "ada", CancellationToken.None);

        Assert.False(first.Done);
        Assert.Contains("breaks the rule", first.Sentence, StringComparison.Ordinal);
        Assert.Contains("does not wait for approval", second.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_RuntimeDoesNotSayWhatRuns_IsRefusedAndNothingBegins()
    {
        await using LoopNode node = await ProposedAsync();
        long number = node.Ticks[^1].Plan!.Plan.Generation;
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.Unreadable));

        OperatorAnswer answer = await node.Loop.ApproveAsync(number, "ada", CancellationToken.None);

        Assert.False(answer.Done);
        Assert.Contains("was not known what it would touch", answer.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_PlanOfTheProcessBefore_IsNotWaitingAndItsRecordSaysWhy()
    {
        await using LoopNode node = await ProposedAsync();
        long number = node.Ticks[^1].Plan!.Plan.Generation;
        node.Start();

        OperatorAnswer answer = await node.Loop.ApproveAsync(number, "ada", CancellationToken.None);

        Assert.False(answer.Done);
        PlanRecord old = (await node.Journal.FindAsync(number, CancellationToken.None))!.Value.Record;
        Assert.Equal(PlanLife.Abandoned, old.Life);
        Assert.Contains("started anew", old.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_OneGpu_DoesNotAcceptWhatSomebodyDidToAnother()
    {
        await using LoopNode node = LoopNode.Of(TroubledNode.Scenario().Replace("numa: 0 }", "numa: 0 }\n  - { instances: [1g.10gb@6], numa: 0 }", StringComparison.Ordinal));
        node.Demand("chat", 6);
        await node.TickAsync();
        GpuUuid second = node.Sampler.Latest!.Gpus[1].Uuid;
        await node.Journal.AppendAsync(new JournalEntry.GpuQuarantined(new Quarantine(second, node.Clock.GetCurrentInstant(), "hot")) { At = node.Clock.GetCurrentInstant() }, CancellationToken.None);
        node.Start();
        node.Node.Driver.CreateInstance(0, "1g.10gb", 5);
        await node.TickAsync();

        Assert.True((await node.Loop.ReleaseAsync(second, "ada", CancellationToken.None)).Done);

        Assert.Contains((await node.TickAsync()).Holds, hold => hold.Interlock == Interlock.ExternalChange);
    }

    private static async Task<LoopNode> ProposedAsync()
    {
        LoopNode node = await TroubledNode.CalmAsync(options: LoopNode.Acting() with { Mode = OperatingMode.Approve });
        await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Proposed });
        return node;
    }

    /// <summary>So many ticks from the moment a plan begins; fewer when it ended before.</summary>
    private static async Task AdvanceAsync(LoopNode node, int ticks)
    {
        while (node.Loop.Report?.Repartitioning is not { IsEmpty: false })
        {
            await node.OnceAsync(10);
        }

        for (int count = 1; count < ticks && !node.Loop.Report.Repartitioning.IsEmpty; count++)
        {
            await node.OnceAsync(1);
        }
    }
}
