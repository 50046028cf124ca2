using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>Workloads that do not do as they are told: whatever they do, the service keeps what it had, the reason is said, and nothing is tried for ever.</summary>
public sealed class UnitTroubleTests
{
    [Fact]
    public async Task Move_NothingGoesWrong_NeverBelowTheFloor()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();

        await node.EndAsync(PlanLife.Committed);

        Assert.NotEqual("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
        Assert.Equal(1, node.Chat().Moves);
    }

    [Fact]
    public async Task Move_StandInWontStart_IsUndoneWithTheReasonAndTheOldOneServesOn()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        node.Break(ServiceFaultKind.WontStart);

        TickRecord undone = await node.EndAsync(PlanLife.RolledBack);

        Assert.Contains("ended before it was ready", undone.Plan!.Outcome, StringComparison.Ordinal);
        Assert.Equal("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
        Assert.Equal("1g.10gb@6", await LayoutAsync(node));
    }

    [Fact]
    public async Task Move_StandInNeverStarts_IsGivenUpAfterThreePlansAndSaysTheWayOut()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        node.Break(ServiceFaultKind.WontStart);

        TickRecord demoted = await node.TickUntilAsync(tick => tick.Holds.Any(hold => hold.Interlock == Interlock.Demoted), most: 1000);
        int starts = node.Chat().Starts;
        for (int count = 0; count < 500; count++)
        {
            await node.TickAsync();
        }

        Assert.Equal(starts, node.Chat().Starts);
        Assert.InRange(starts, 3, 3 * node.Options.MostAttempts);
        string sentence = demoted.Holds.First(hold => hold.Interlock == Interlock.Demoted).Sentence;
        Assert.Contains("3 plans in a row", sentence, StringComparison.Ordinal);
        Assert.Contains("gpu-optimizer resume", sentence, StringComparison.Ordinal);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);

        node.Node.ClearFault(new ServiceFault(ServiceFaultKind.WontStart) { Service = "chat" });
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        await node.EndAsync(PlanLife.Committed);
    }

    [Fact]
    public async Task Move_StandInStartsTooSlowly_TimesOutAndIsUndone()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        node.Break(ServiceFaultKind.SlowStart, amount: 30, times: 1);

        TickRecord undone = await node.EndAsync(PlanLife.RolledBack);

        Assert.Contains("did not come to an end within 120 s", undone.Plan!.Outcome, StringComparison.Ordinal);
        Assert.Equal("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
    }

    [Theory]
    [InlineData("guaranteed")]
    [InlineData("burstable")]
    public async Task Move_StandInDiesBeforeTheOldOneStops_TheOldOneIsNotStopped(string qos)
    {
        await using LoopNode node = await TroubledNode.CalmAsync(qos: qos);
        await node.TickUntilAsync(tick => tick.Outcome is StepOutcome.Waiting && tick.Step is PlanStep.StartReplica);
        Replica starting = (await node.Node.Runtime.ReadAsync(CancellationToken.None)).Replicas.Single(replica => replica.State == ReplicaState.Starting);
        node.Before = _ =>
        {
            // Ready and written down, and dead before the next order.
            if (node.Ticks[^1] is { Step: PlanStep.StartReplica, Outcome: StepOutcome.Applied })
            {
                node.Kill(starting.Seat!);
                node.Before = null;
            }
        };

        TickRecord undone = await node.EndAsync(PlanLife.RolledBack);

        Assert.Contains("is not stopped", undone.Plan!.Outcome, StringComparison.Ordinal);
        Assert.Equal("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
    }

    [Fact]
    public async Task Move_StandInDiesAfterTheOldOneStopped_TheServiceIsStartedAgain()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        await node.EndAsync(PlanLife.Committed);
        node.Kill(Assert.Single(await node.ReadyAsync()).Seat!);

        await node.TickUntilAsync(_ => node.Chat().Ready >= 1, most: 60);

        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
    }

    [Fact]
    public async Task Move_OldOneWontStop_TheStandInServesOnAndTheReasonIsSaid()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        node.Break(ServiceFaultKind.WontStop, times: 1);

        TickRecord failed = await node.EndAsync(PlanLife.Failed);

        Assert.Contains("still runs on", failed.Plan!.Outcome, StringComparison.Ordinal);
        Assert.Contains("because the replica it stands in for did not come back", failed.Plan.Outcome, StringComparison.Ordinal);
        Assert.NotEqual("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
        Assert.Empty(node.Loop.Report!.Quarantines);
    }

    [Fact]
    public async Task Move_CheckpointFails_IsUndoneAndTheOldOneWasNeverStopped()
    {
        await using LoopNode node = await TroubledNode.CalmAsync("checkpoint");
        node.Break(ServiceFaultKind.CheckpointFails, times: node.Options.MostAttempts);

        TickRecord undone = await node.EndAsync(PlanLife.RolledBack, most: 60);

        Assert.Contains("/usr/bin/true", undone.Plan!.Outcome, StringComparison.Ordinal);
        Assert.Equal("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
        Assert.Equal("1g.10gb@6", await LayoutAsync(node));
    }

    [Fact]
    public async Task Move_CheckpointNeverWorks_NobodyIsStoppedAndItIsGivenUp()
    {
        await using LoopNode node = await TroubledNode.CalmAsync("checkpoint");
        node.Break(ServiceFaultKind.CheckpointFails);

        TickRecord failed = await node.EndAsync(PlanLife.Failed);
        for (int count = 0; count < 300; count++)
        {
            await node.TickAsync();
        }

        Assert.Contains("/usr/bin/true", failed.Plan!.Outcome, StringComparison.Ordinal);
        Assert.Equal(0, node.Chat().Stops);
        Assert.InRange(node.Chat().Starts, 1, 3);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(30)]
    public async Task Move_RuntimeIsUnreadableForAWhile_NothingIsDoneMeanwhileAndThenItGoesOn(int minutes)
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        await node.TickUntilAsync(tick => tick.Step is PlanStep.StartReplica);
        ServiceFault blind = new(ServiceFaultKind.Unreadable);
        node.Node.InjectFault(blind);
        int before = node.Ticks.Count;
        for (int count = 0; count < minutes * 6; count++)
        {
            TickRecord tick = await node.TickAsync();
            Assert.Null(tick.Step);
            Assert.Contains(tick.Holds, hold => hold.Interlock == Interlock.StaleReadings && hold.Sentence.Contains("waits until it is known again what runs", StringComparison.Ordinal));
        }

        Assert.Equal(0, node.Chat().Stops);
        node.Node.ClearFault(blind);
        await node.EndAsync(PlanLife.Committed, most: 400);

        Assert.True(node.Ticks.Count > before);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
        Assert.NotEqual("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
    }

    [Fact]
    public async Task Move_CannotRunTwice_StopsFirstAndSaysForHowLong()
    {
        await using LoopNode node = await TroubledNode.CalmAsync("single");

        TickRecord done = await node.EndAsync(PlanLife.Committed);

        PlanStep[] steps = [.. done.Plan!.Plan.Steps];
        int stop = Array.FindIndex(steps, step => step is PlanStep.StopReplica), start = Array.FindIndex(steps, step => step is PlanStep.StartReplica);
        Assert.Equal(start, stop + 1);
        Assert.Contains(done.Plan.Plan.Notes, note => note.Subject == "chat" && note.Sentence.Contains("cannot run twice", StringComparison.Ordinal));
        Assert.NotEqual("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.InRange(node.Chat().BelowFloorByOrderSeconds, 1, 60);
    }

    [Fact]
    public async Task Move_CannotRunTwiceAndDoesNotStartElsewhere_IsStartedAgainWhereItWas()
    {
        await using LoopNode node = await TroubledNode.CalmAsync("single");
        node.Break(ServiceFaultKind.WontStart, times: node.Options.MostAttempts);

        await node.EndAsync(PlanLife.RolledBack);

        Assert.Equal("1g.10gb", Assert.Single(await node.ReadyAsync()).Seat!.Instance!.Profile);
        Assert.Equal("1g.10gb@6", await LayoutAsync(node));
    }

    [Fact]
    public async Task Grow_CannotRunTwice_NeverGetsASecondReplica()
    {
        await using LoopNode node = await TroubledNode.CalmAsync("single", most: 4);
        node.Demand("chat", 60);

        for (int count = 0; count < 120; count++)
        {
            await node.TickAsync();
        }

        Assert.DoesNotContain(node.Ticks, tick => tick.Plan is { Life: PlanLife.RolledBack or PlanLife.Failed });
        Assert.Single(await node.ReadyAsync());
    }

    private static async Task<string> LayoutAsync(LoopNode node) => ExpectedLayouts.Text(ExpectedLayouts.Seen((await node.Sampler.SampleAsync(CancellationToken.None)).Gpus[0])!);
}
