using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Tests.Journal;
using Optimizer.Model.Acting;
using Optimizer.Node.Journal;
using Optimizer.Planning.Tests;

namespace Optimizer.Node.Tests.Journal;

public sealed class SqliteJournalTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Load_NothingWritten_IsEmptyAndMakesTheFile()
    {
        using JournalFolder folder = new();

        Assert.Equal(JournalState.Empty, await folder.LoadAsync());
        Assert.Equal(JournalState.Empty, await folder.LoadAsync());
        Assert.Equal(["journal.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Append_TwoEntriesTheSecondOfWhichCannotBeWritten_NeitherIsWritten()
    {
        using JournalFolder folder = new();
        JournalEntry paused = new JournalEntry.ControlChanged(true, null, "ada", "looking") { At = folder.Clock.GetCurrentInstant() };
        JournalEntry unheard = new JournalEntry.StepIntended(7, 0, false) { At = folder.Clock.GetCurrentInstant() };

        await folder.WithAsync(async journal => await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync([paused, unheard], None)));

        Assert.Equal(JournalState.Empty, await folder.LoadAsync());
    }

    [Fact]
    public async Task Append_TwoEntriesOfOnePlan_AreBothThereInTheirOrder()
    {
        using JournalFolder folder = new();
        PlanRecord plan = SomePlan.Record(1);
        Instant at = folder.Clock.GetCurrentInstant();
        StepRecord applied = new() { Index = 0, State = StepState.Applied, BeganAt = at, At = at };
        await folder.WithAsync(async journal =>
        {
            await journal.AppendAsync(new JournalEntry.PlanMade(plan, SomePlan.Problem()) { At = at }, None);
            await journal.AppendAsync([new JournalEntry.PlanBegan(1, [SomePlan.Target(1)], null) { At = at }, new JournalEntry.StepIntended(1, 0, false) { At = at }], None);
            await journal.AppendAsync([new JournalEntry.StepEnded(1, applied, null) { At = at }, new JournalEntry.StepIntended(1, 1, false) { At = at }], None);
        });

        PlanRecord found = (await folder.LoadAsync()).InFlight!;

        Assert.Equal([StepState.Applied, StepState.Intended], found.Steps.Select(step => step.State));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Load_AnySequenceOfEntries_IsWhatTheyAddUpTo(int seed)
    {
        using JournalFolder folder = new();
        MemoryJournal expected = new(() => folder.Boot);
        Random random = new(seed);
        JournalEntry[] entries = [.. RandomEntries.Draw(random, 150)];
        for (int done = 0; done < entries.Length;)
        {
            int part = random.Next(1, 60);
            folder.Boot = $"boot-{random.Next(3)}";
            await folder.WithAsync(async journal =>
            {
                foreach (JournalEntry entry in entries.Skip(done).Take(part))
                {
                    await journal.AppendAsync(entry, None);
                    await expected.AppendAsync(entry, None);
                }
            });
            done += part;

            Assert.Equal(await expected.LoadAsync(None), await folder.LoadAsync());
        }

        await folder.WithAsync(async journal =>
        {
            Assert.True((await expected.HistoryAsync(1000, false, None)).SequenceEqual(await journal.HistoryAsync(1000, false, None)));
            Assert.True((await expected.HistoryAsync(3, true, None)).SequenceEqual(await journal.HistoryAsync(3, true, None)));
            foreach (PlanRecord plan in await journal.HistoryAsync(1000, false, None))
            {
                Assert.Equal(await expected.FindAsync(plan.Plan.Generation, None), await journal.FindAsync(plan.Plan.Generation, None));
            }

            JournalEntry[] events = [.. entries.Where(entry => JournalFold.Subject(entry) is null && entry is not JournalEntry.PlanMade).Reverse()];
            Assert.Equal(events, await journal.EventsAsync(1000, None));
        });
    }

    [Fact]
    public async Task Append_PlanThatIsNotThere_IsRefusedAndWritesNothing()
    {
        using JournalFolder folder = new();
        await folder.WithAsync(async journal =>
        {
            JournalException refused = await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(new JournalEntry.PlanEnded(9, PlanLife.Failed, "It ended.", [SomePlan.Target(1)]) { At = Some.Noon }, None));

            Assert.Contains("Plan 9", refused.Message, StringComparison.Ordinal);
        });

        Assert.Equal(JournalState.Empty, await folder.LoadAsync());
    }

    [Fact]
    public async Task Keep_ADocument_IsRecalledAfterARestart()
    {
        using JournalFolder folder = new();
        await folder.WithAsync(async journal =>
        {
            await journal.KeepAsync("learned", new byte[] { 1, 2, 3 }, None);
            await journal.KeepAsync("learned", new byte[] { 4, 5 }, None);
        });

        await folder.WithAsync(async journal =>
        {
            Assert.Equal([4, 5], (await journal.RecallAsync("learned", None))!.Value.ToArray());
            Assert.Null(await journal.RecallAsync("nothing", None));
            await Assert.ThrowsAsync<ArgumentException>(() => journal.KeepAsync("huge", new byte[17 << 20], None));
        });
    }

    [Fact]
    public async Task Find_PlanThatIsNotThere_IsNull()
    {
        using JournalFolder folder = new();

        await folder.WithAsync(async journal => Assert.Null(await journal.FindAsync(3, None)));
    }

    [Fact]
    public async Task Append_BeforeLoading_IsRefused()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal();

        await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(Made(1), None));
    }

    [Fact]
    public async Task PlanMade_MoreThanTheLimit_ForgetsTheOldestButNotWhatActsOrActedLast()
    {
        using JournalFolder folder = new();
        JournalLimits limits = new() { Plans = 20, AlwaysKept = 5 };
        using SqliteJournal journal = folder.Journal(limits);
        await journal.LoadAsync(None);
        for (long generation = 1; generation <= 60; generation++)
        {
            await journal.AppendAsync(Made(generation), None);
            if (generation is <= 8 or 30)
            {
                await journal.AppendAsync(new JournalEntry.PlanBegan(generation, [], null) { At = Some.Noon }, None);
            }

            if (generation is > 1 and <= 8)
            {
                await journal.AppendAsync(new JournalEntry.PlanEnded(generation, PlanLife.Committed, "Done.", []) { At = Some.Noon }, None);
            }
        }

        ImmutableArray<PlanRecord> kept = await journal.HistoryAsync(1000, false, None);

        // In flight: 1 and 30. The five newest that acted: 30, 8, 7, 6, 5.
        Assert.Equal([.. Enumerable.Range(41, 20).Reverse().Select(one => (long)one), 30, 8, 7, 6, 5, 1], kept.Select(plan => plan.Plan.Generation));
        Assert.Equal(60, (await journal.LoadAsync(None)).Generation);
    }

    [Fact]
    public async Task PlanMade_OlderThanTheLimit_GoesUnlessItIsAmongTheNewest()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal(new JournalLimits { AlwaysKept = 3 });
        await journal.LoadAsync(None);
        for (int generation = 1; generation <= 10; generation++)
        {
            await journal.AppendAsync(Made(generation, Some.Noon + Duration.FromDays(20 * generation)), None);
        }

        // The tenth is of day 200: what is older than day 110 goes.
        Assert.Equal([10, 9, 8, 7, 6], (await journal.HistoryAsync(1000, false, None)).Select(plan => plan.Plan.Generation));

        await journal.AppendAsync(Made(11, Some.Noon + Duration.FromDays(36_500)), None);
        Assert.Equal([11, 10, 9], (await journal.HistoryAsync(1000, false, None)).Select(plan => plan.Plan.Generation));
    }

    [Fact]
    public async Task PlanMade_LargerThanTheLimit_TheOldestGoAndTheFileShrinks()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal(new JournalLimits { AlwaysKept = 4, Bytes = 400_000 });
        await journal.LoadAsync(None);
        for (int generation = 1; generation <= 200; generation++)
        {
            await journal.AppendAsync(Made(generation, workloads: 60), None);
        }

        journal.Dispose();
        Assert.InRange(new FileInfo(folder.Database).Length, 200_000, 500_000);
        await folder.WithAsync(async again => Assert.Equal(200, (await again.HistoryAsync(1, false, None))[0].Plan.Generation));
    }

    [Fact]
    public async Task Events_MoreThanTheLimit_TheNewestStay()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal(new JournalLimits { Events = 3 });
        await journal.LoadAsync(None);
        for (int number = 0; number < 7; number++)
        {
            await journal.AppendAsync(new JournalEntry.ForeignChange(SomePlan.Gpu, "empty", $"{number}") { At = Some.Noon }, None);
        }

        Assert.Equal(["6", "5", "4"], (await journal.EventsAsync(100, None)).Cast<JournalEntry.ForeignChange>().Select(change => change.Found));
    }

    internal static JournalEntry.PlanMade Made(long generation, Instant? at = null, int workloads = 2) =>
        new(SomePlan.Record(generation, PlanLife.Proposed, at), SomePlan.Problem(workloads)) { At = at ?? Some.Noon };
}
