using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Tests.Loop;

/// <summary>When the loop plans, what it makes of forecasts, and what becomes of proposals.</summary>
public sealed class PlanningTests
{
    private static readonly ControlOptions Approving = LoopNode.Acting() with { Mode = OperatingMode.Approve };

    [Fact]
    public async Task Tick_SkilfulForecastSeesARise_MakesRoomBeforeDemandRises()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node);
        node.Demand("chat", 12);
        node.Foresee = series => Foreseen(series, peak: 36, skill: 0.3);

        TickRecord done = await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Committed });

        WorkloadOutlook outlook = done.Plan!.Plan.Outlook.Single(one => one.Workload == "chat");
        Assert.Equal(36, outlook.PlanningRate);
        Assert.True(outlook.CapacityPlanned >= 36, $"{outlook.CapacityPlanned}");
        Assert.Contains("forecast, skill 0.30", outlook.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tick_ForecastWithoutSkill_IsNotActedOn()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node);
        node.Demand("chat", 12);
        node.Foresee = series => Foreseen(series, peak: 36, skill: -0.1);

        for (int count = 0; count < 30; count++)
        {
            await node.TickAsync();
        }

        Assert.All(node.Ticks, tick => Assert.Null(tick.Step));
        Assert.Contains(node.Ticks[^1].Holds, hold => hold.Interlock == Interlock.LowConfidence);
    }

    [Fact]
    public async Task Tick_PolicyThatAsksNoForecast_IsNotHeldForForecastsWithoutSkill()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node, LoopNode.Acting() with
        {
            Terms = new PolicyTerms { Policy = "reactive", Gates = new GateTerms { Dwell = Duration.Zero } },
            DemoteAfterLowConfidence = Duration.FromHours(1),
        });
        node.Demand("chat", 12);
        node.Foresee = series => Foreseen(series, peak: 36, skill: -0.1);

        await node.TickAsync();
        TickRecord later = await node.TickAsync(2 * 3600);

        Assert.DoesNotContain(later.Holds, hold => hold.Interlock == Interlock.LowConfidence);
        Assert.Equal(OperatingMode.Enforce, later.Mode);
    }

    [Fact]
    public async Task Tick_NothingToDo_DecidesOnceAPeriod()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node);
        node.Demand("chat", 12);

        for (int count = 0; count < 60; count++)
        {
            await node.TickAsync();
        }

        Assert.Equal(10, node.Loop.Report!.Evaluations.Sum(one => one.Count));
    }

    [Fact]
    public async Task Tick_HoldOfAPlanBefore_IsInForceSinceItWasFirstSaid()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node, LoopNode.Acting() with { Mode = OperatingMode.Recommend });
        node.Demand("chat", 36);
        TickRecord first = await node.TickAsync();

        TickRecord later = first;
        for (int count = 0; count < 20; count++)
        {
            later = await node.TickAsync();
        }

        Assert.Equal(first.At, Assert.Single(later.Holds, hold => hold.Interlock == Interlock.Mode).Since);
    }

    [Fact]
    public async Task Tick_SameAimFoundAgain_KeepsTheNumberTheOperatorRead()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node, Approving);
        node.Demand("chat", 36);
        TickRecord first = await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Proposed });

        TickRecord later = first;
        for (int count = 0; count < 12; count++)
        {
            later = await node.TickAsync();
        }

        Assert.Equal(first.Plan!.Plan.Generation, later.Plan!.Plan.Generation);
        Assert.Contains(later.Holds, hold => hold.Interlock == Interlock.Approval && hold.Sentence.Contains($"approve {first.Plan.Plan.Generation}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tick_ModeIsRaisedWhileAPlanWaits_TheWaitingPlanEndsInTheJournal()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node, Approving);
        node.Demand("chat", 36);
        await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Proposed });

        node.Options = LoopNode.Acting();
        await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Committed });

        Assert.DoesNotContain(await node.Journal.HistoryAsync(100, false, CancellationToken.None), plan => plan.Life == PlanLife.Proposed);
    }

    [Fact]
    public async Task Approve_ClockJustStepped_IsNotBegunAndSaysWhy()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node, Approving);
        node.Demand("chat", 36);
        TickRecord waiting = await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Proposed });
        node.ClockStep = Duration.FromHours(2);
        await node.TickAsync();

        OperatorAnswer answer = await node.Loop.ApproveAsync(waiting.Plan!.Plan.Generation, "ada", CancellationToken.None);

        Assert.False(answer.Done);
        Assert.Contains("clock", answer.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_BetweenTicks_PricesStayInTheReport()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node);
        node.Demand("chat", 12);
        await node.TickAsync();

        await node.Loop.PauseAsync("ada", "looking", CancellationToken.None);

        Assert.NotNull(node.Loop.Report!.Prices);
    }

    [Fact]
    public async Task Start_AfterSavingWhatWasLearned_KnowsItAgain()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node);
        node.Demand("chat", 12);
        for (int count = 0; count < 70; count++)
        {
            await node.TickAsync();
        }

        node.Start();
        await node.TickAsync();

        Assert.True(node.Loop.Learned.Trails.Single(trail => trail.Workload == "chat").Minutes.Count >= 10);
    }

    internal static SeriesForecast Foreseen(SeriesForecast series, double peak, double skill) => series with
    {
        Path = new ForecastPath
        {
            Origin = series.SeenAt!.Value,
            Bin = Duration.FromMinutes(5),
            Steps = [.. Enumerable.Repeat(new ForecastStep(series.Observed!.Value, new Quantiles(series.Observed.Value, peak, peak, peak)), 12)],
            Peaks = [new(Duration.FromMinutes(15), new Quantiles(peak, peak, peak, peak)), new(Duration.FromHours(1), new Quantiles(peak, peak, peak, peak))],
        },
        Health = new ForecastHealth
        {
            State = ForecastState.Daily,
            Leader = "ensemble",
            Leads = [new LeadAccuracy { From = Duration.Zero, To = Duration.FromMinutes(15), Skill = skill }, new LeadAccuracy { From = Duration.FromMinutes(15), To = Duration.FromHours(1), Skill = skill }],
        },
    };
}
