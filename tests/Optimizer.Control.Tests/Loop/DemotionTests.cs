using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>How it lowers itself, how a person raises it again, and what it counts and writes down on the way.</summary>
public sealed class DemotionTests
{
    [Fact]
    public async Task LowConfidence_ForADay_PlansWantApprovalAndResumeGivesAnotherDay()
    {
        await using LoopNode node = LoopNode.Of(TroubledNode.Scenario());
        node.Demand("chat", 6);

        TickRecord lowered = await node.TickUntilAsync(tick => tick.Mode == OperatingMode.Approve, most: 300, seconds: 600);

        Assert.InRange((lowered.At - node.Ticks[0].At).TotalHours, 23, 26);
        string sentence = Assert.Single((await node.TickAsync(seconds: 60)).Holds, hold => hold.Interlock == Interlock.Demoted).Sentence;
        Assert.Contains("No forecast has shown skill", sentence, StringComparison.Ordinal);
        Assert.Contains("gpu-optimizer resume", sentence, StringComparison.Ordinal);
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        Assert.Equal(OperatingMode.Enforce, (await node.TickAsync()).Mode);
    }

    [Fact]
    public async Task Failures_DemotionWasNotWrittenBeforeTheProcessEnded_IsMadeUpBeforeTheNextPlan()
    {
        MemoryJournal memory = new();
        CuttingJournal journal = new(memory, entry => entry is JournalEntry.ControlChanged);
        await using LoopNode node = await TroubledNode.CalmAsync(journal: journal);
        node.Break(ServiceFaultKind.WontStart);
        await node.TickUntilAsync(_ => (memory.LoadAsync(CancellationToken.None).Result).FailuresInARow == 3, most: 1000);
        int starts = node.Chat().Starts;
        journal.Cut = null;
        node.Start();

        TickRecord tick = await node.TickUntilAsync(one => one.Holds.Any(hold => hold.Interlock == Interlock.Demoted));

        Assert.Equal(starts, node.Chat().Starts);
        Assert.Equal(OperatingMode.Recommend, tick.Mode);
    }

    [Fact]
    public async Task Held_OverAWeek_IsWrittenDownOnceAndNotAtEachPlanning()
    {
        await using LoopNode node = LoopNode.Of(TroubledNode.Scenario(), LoopNode.Acting() with { DemoteAfterLowConfidence = NodaTime.Duration.Zero });
        node.Demand("chat", 6);

        for (int count = 0; count < 7 * 24 * 6; count++)
        {
            await node.TickAsync(seconds: 600);
        }

        Assert.InRange((await node.Journal.HistoryAsync(10_000, false, CancellationToken.None)).Length, 1, 3);
        node.Start();
        await node.TickAsync(seconds: 600);
        Assert.InRange((await node.Journal.HistoryAsync(10_000, false, CancellationToken.None)).Length, 1, 3);
        Assert.Equal(7 * 24 * 6 + 1, node.Ticks.Count);
    }

    [Fact]
    public async Task Recommended_OverAWeek_IsWrittenDownOnceAndCountsAsNoRepartition()
    {
        await using LoopNode node = await TroubledNode.CalmAsync(options: LoopNode.Acting() with { Mode = OperatingMode.Recommend });

        for (int count = 0; count < 7 * 24 * 6; count++)
        {
            await node.TickAsync(seconds: 600);
        }

        Assert.InRange((await node.Journal.HistoryAsync(10_000, false, CancellationToken.None)).Length, 2, 4);
        node.Demand("chat", 6);
        await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Held }, seconds: 600);
        Assert.Empty(node.Loop.Report!.Repartitions);
    }

    [Fact]
    public async Task Report_AfterOneMove_CountsItOnceAndWhatItSavesGoesOnUntilItsHorizonEnds()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        TickRecord done = await node.EndAsync(PlanLife.Committed);
        NodaTime.Duration horizon = done.Plan!.Plan.Horizon;
        double worth = Worth(done.Plan.Plan);
        Assert.True(worth > 0);

        await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Held });
        double first = node.Loop.Report!.AvoidedAgainstNoAction!.Value.Amount;
        for (int minutes = 0; minutes < horizon.TotalMinutes / 2; minutes++)
        {
            await node.TickAsync(seconds: 60);
        }

        double half = node.Loop.Report!.AvoidedAgainstNoAction!.Value.Amount;
        Assert.InRange((half - first) / worth, 0.45, 0.55);
        node.Start();
        for (int minutes = 0; minutes < horizon.TotalMinutes; minutes++)
        {
            await node.TickAsync(seconds: 60);
        }

        // The counters of a new process begin at zero, and what is left of the horizon still counts.
        Assert.InRange(node.Loop.Report!.AvoidedAgainstNoAction!.Value.Amount / worth, 0.4, 0.52);
    }

    [Fact]
    public async Task Report_CountsEvaluationsRepartitionsAndMoves()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        await node.EndAsync(PlanLife.Committed);

        ControlReport report = node.Loop.Report!;
        Assert.Equal(1, report.Evaluations.Single(count => count.Decision == "repartition").Count);
        Assert.Equal(("reshape", "success", 1), report.Repartitions.Select(count => (count.Kind, count.Result, (int)count.Count)).Single());
        Assert.Equal(("move", "success", 1), report.Moves.Select(count => (count.Kind, count.Result, (int)count.Count)).Single());
    }

    private static double Worth(Plan plan) =>
        (plan.Account.Net - plan.Alternatives.Single(way => way.Name == Planning.Planner.Stay).Account.Net).Amount;
}
