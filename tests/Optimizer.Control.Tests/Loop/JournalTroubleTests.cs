using Microsoft.Data.Sqlite;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Node.Journal;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>The disk is part of acting: what cannot be written down is not done, and when it can be again the plan goes on to its end.</summary>
public sealed class JournalTroubleTests
{
    [Fact]
    public async Task Append_FailsOnceAtAnyEntry_BeforeOrAfterWriting_ThePlanStillEnds()
    {
        int entries = await EntriesOfAMoveAsync();
        Assert.InRange(entries, 8, 100);
        for (int at = 1; at <= entries; at++)
        {
            foreach (bool after in (bool[])[false, true])
            {
                await FailsAsync(at, times: 1, after);
            }
        }
    }

    [Fact]
    public async Task Append_FailsForMinutesAtAnyEntry_NothingIsTouchedMeanwhileAndThePlanStillEnds()
    {
        int entries = await EntriesOfAMoveAsync();
        for (int at = 2; at <= entries; at++)
        {
            await FailsAsync(at, times: 20, after: false);
        }
    }

    [Fact]
    public async Task Append_FailsAtAnyEntryWhileUndoing_ItIsStillUndone()
    {
        int entries = 0;
        for (int at = 0; at <= Math.Max(1, entries); at++)
        {
            FailingJournal journal = new(new MemoryJournal());
            await using LoopNode node = await TroubledNode.CalmAsync(journal: journal);
            node.Break(ServiceFaultKind.WontStart);
            int before = journal.Asked;
            journal.FailAt = at == 0 ? 0 : before + at;
            journal.Times = 3;

            TickRecord undone = await node.EndAsync(PlanLife.RolledBack, most: 400);

            entries = at == 0 ? journal.Asked - before : entries;
            Assert.StartsWith("Undone, the node is as before: ", undone.Plan!.Outcome, StringComparison.Ordinal);
            Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
            Assert.Single(await node.ReadyAsync());
        }

        Assert.InRange(entries, 10, 100);
    }

    [Fact]
    public async Task Append_StepGivenUpAndTheProcessEnds_TheNextOneUndoesAndDoesNotGoOn()
    {
        // A step that was refused for good is skipped; the entry after it, that the plan is undone, is never written.
        JournalEntry? last = null;
        MemoryJournal memory = new();
        CuttingJournal journal = new(memory, entry => last is JournalEntry.StepEnded { Record.State: StepState.Skipped } && entry is JournalEntry.PlanUnwinds, entry => last = entry);
        await using LoopNode node = await TroubledNode.CalmAsync(journal: journal);
        node.Refuse = step => step is PlanStep.CreateInstance;
        await node.TickUntilAsync(tick => tick.Holds.Any(hold => hold.Interlock == Interlock.Journal));
        journal.Cut = null;
        node.Start();

        TickRecord undone = await node.EndAsync(PlanLife.RolledBack);

        Assert.DoesNotContain(node.Ticks, tick => tick.Step is PlanStep.StartReplica or PlanStep.StopReplica);
        Assert.Contains("refused for the test", undone.Plan!.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Propose_EntryIsLost_NothingWaitsForApprovalUntilItIsOnDisk()
    {
        FailingJournal journal = new(new MemoryJournal());
        await using LoopNode node = await TroubledNode.CalmAsync(options: LoopNode.Acting() with { Mode = OperatingMode.Approve }, journal: journal);
        (journal.FailAt, journal.Times) = (journal.Asked + 1, 3);

        await node.TickUntilAsync(tick => tick.Holds.Any(hold => hold.Interlock == Interlock.Journal));
        Assert.False((await node.Loop.ApproveAsync(2, "ada", CancellationToken.None)).Done);
        TickRecord waiting = await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Proposed });
        OperatorAnswer answer = await node.Loop.ApproveAsync(waiting.Plan!.Plan.Generation, "ada", CancellationToken.None);

        Assert.True(answer.Done, answer.Sentence);
        await node.EndAsync(PlanLife.Committed);
    }

    [Fact]
    public async Task Database_IsLockedByAnotherProcess_NothingIsTouchedUntilItIsFree()
    {
        using StateFolder folder = new();
        using SqliteJournal journal = folder.Journal();
        await using LoopNode node = await TroubledNode.CalmAsync(journal: new WaitedJournal(journal));
        using (SqliteConnection other = new($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction writing = other.BeginTransaction();
            TickRecord held = await node.TickUntilAsync(tick => tick.Holds.Any(hold => hold.Interlock == Interlock.Journal), most: 12);

            Assert.Contains("another process", held.Holds.First(hold => hold.Interlock == Interlock.Journal).Sentence, StringComparison.Ordinal);
            Assert.All(node.Ticks, tick => Assert.Null(tick.Step));
        }

        await node.EndAsync(PlanLife.Committed);
        Assert.Equal(0, node.Chat().BelowFloorByOrderSeconds);
    }

    [Fact]
    public async Task Database_IsDamagedAtStart_NothingIsTouchedAndTheSentenceSaysWhatToDo()
    {
        using StateFolder folder = new();
        await File.WriteAllTextAsync(folder.Database, "this is no database\n");
        using SqliteJournal journal = folder.Journal();
        await using LoopNode node = LoopNode.Of(TroubledNode.Scenario(), journal: new WaitedJournal(journal));
        node.Demand("chat", 15);

        for (int count = 0; count < 20; count++)
        {
            await node.TickAsync();
        }

        Assert.All(node.Ticks, tick => Assert.Null(tick.Step));
        string sentence = Assert.Single(node.Ticks[^1].Holds, hold => hold.Interlock == Interlock.Journal).Sentence;
        Assert.Contains($"move {folder.Database}", sentence, StringComparison.Ordinal);
        Assert.False((await node.Loop.PauseAsync("ada", "", CancellationToken.None)).Done);

        File.Move(folder.Database, folder.Database + ".aside");
        await node.EndAsync(PlanLife.Committed);
    }

    [Fact]
    public async Task Database_HasFinishedPlansOfAnotherRelease_PlanningGoesOn()
    {
        using StateFolder folder = new();
        await RunAsync(folder, PlanLife.Committed);
        folder.Write("UPDATE plans SET record = $body", OtherRelease("plan"));
        folder.Write("UPDATE events SET body = $body", OtherRelease("entry"));
        folder.Write("INSERT INTO past (at_ticks, body) VALUES (0, $body)", OtherRelease("past"));

        await RunAsync(folder, PlanLife.Committed);
    }

    [Fact]
    public async Task Database_HasAPlanInFlightOfAnotherRelease_HoldsAndSaysBothWaysOut()
    {
        using StateFolder folder = new();
        await RunAsync(folder, PlanLife.Acting);
        folder.Write("UPDATE plans SET record = $body WHERE life = 'Acting'", OtherRelease("plan"));
        using SqliteJournal journal = folder.Journal();
        await using LoopNode node = LoopNode.Of(TroubledNode.Scenario(), journal: new WaitedJournal(journal));

        TickRecord tick = await node.TickAsync();

        string sentence = Assert.Single(tick.Holds, hold => hold.Interlock == Interlock.Journal).Sentence;
        Assert.Contains("another release", sentence, StringComparison.Ordinal);
        Assert.Contains("Install that release again", sentence, StringComparison.Ordinal);
        Assert.Contains($"move {folder.Database}", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learned_DocumentIsDamaged_IsBegunAnewAndPlanningGoesOn()
    {
        using StateFolder folder = new();
        using (SqliteJournal journal = folder.Journal())
        {
            await journal.LoadAsync(CancellationToken.None);
            await journal.KeepAsync("learned", new byte[] { 1, 2, 3 }, CancellationToken.None);
        }

        folder.Write("UPDATE documents SET body = $body", [9]);
        await RunAsync(folder, PlanLife.Committed);
    }

    private static async Task RunAsync(StateFolder folder, PlanLife until)
    {
        using SqliteJournal journal = folder.Journal();
        await using LoopNode node = await TroubledNode.CalmAsync(journal: new WaitedJournal(journal));

        // The node of a second run begins with its scenario again, which the journal cannot know.
        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        if (until == PlanLife.Acting)
        {
            await node.TickUntilAsync(tick => tick.Step is PlanStep.StartReplica);
        }
        else
        {
            await node.EndAsync(until);
        }
    }

    private static byte[] OtherRelease(string kind)
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"document\":\"{kind}\",\"version\":99,\"value\":{{}}}}"));
        }

        return packed.ToArray();
    }

    private static async Task<int> EntriesOfAMoveAsync()
    {
        FailingJournal journal = new(new MemoryJournal());
        await using LoopNode node = await TroubledNode.CalmAsync(journal: journal);
        int before = journal.Asked;
        await node.EndAsync(PlanLife.Committed);
        return journal.Asked - before;
    }

    private static async Task FailsAsync(int at, int times, bool after)
    {
        FailingJournal journal = new(new MemoryJournal()) { AfterWriting = after };
        await using LoopNode node = await TroubledNode.CalmAsync(journal: journal);
        journal.FailAt = journal.Asked + at;
        journal.Times = times;
        bool committed = false;
        for (int count = 0; count < 200 && !committed; count++)
        {
            int from = node.Ticks.Count;
            await node.TickAsync();
            committed = node.Ticks.Skip(from).Any(tick => tick.Plan is { Life: PlanLife.Committed });
        }

        string about = $"entry {at}, {times} times, {(after ? "after" : "before")} writing";
        Assert.True(committed, $"{about}: {node.Ticks[^1].Plan?.Life} {node.Ticks[^1].Plan?.Outcome}");
        Replica running = Assert.Single(await node.ReadyAsync());
        Assert.NotEqual("1g.10gb", running.Seat!.Instance!.Profile);
        Assert.True(node.Chat().BelowFloorByOrderSeconds == 0, about);

        // What is on disk is what a new process goes on with.
        journal.FailAt = 0;
        node.Start();
        TickRecord next = await node.TickAsync();
        Assert.DoesNotContain(next.Holds, hold => hold.Interlock is Interlock.ExternalChange or Interlock.Surprise or Interlock.Journal);
    }
}
