using Microsoft.Data.Sqlite;
using Optimizer.Control.Journal;
using Optimizer.Node.Journal;
using Optimizer.Node.Storage;

namespace Optimizer.Node.Tests.Journal;

public sealed class TroubledJournalTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Append_DiskFull_RefusesWritesNothingAndGoesOnWhenThereIsRoom()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal();
        journal.Opened = connection => DatabaseSchema.Run(connection, "PRAGMA max_page_count = 40");
        await journal.LoadAsync(None);
        MemoryJournal expected = new(() => folder.Boot);
        JournalException? refused = null;
        int index = 0;
        while (refused is null && index < 1000)
        {
            try
            {
                await journal.AppendAsync(KilledWriter.Entry(index), None);
                await expected.AppendAsync(KilledWriter.Entry(index++), None);
            }
            catch (JournalException full)
            {
                refused = full;
            }
        }

        Assert.Contains($"{folder.Database} was not written, so nothing is changed: the disk is full", refused!.Message, StringComparison.Ordinal);
        Assert.Equal(await expected.LoadAsync(None), await journal.LoadAsync(None));
        journal.Opened = null;
        await journal.LoadAsync(None);
        await journal.AppendAsync(KilledWriter.Entry(index), None);
        await expected.AppendAsync(KilledWriter.Entry(index), None);
        Assert.Equal(await expected.LoadAsync(None), await folder.LoadAsync());
    }

    [Fact]
    public async Task Append_AnotherProcessIsWriting_SaysSoAndGoesOnAfterwards()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal();
        await journal.LoadAsync(None);
        using (SqliteConnection other = new($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction writing = other.BeginTransaction();

            JournalException refused = await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(KilledWriter.Entry(0), None));

            Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
        }

        await journal.AppendAsync(KilledWriter.Entry(0), None);
        Assert.Equal(1, (await folder.LoadAsync()).Generation);
    }

    [Fact]
    public async Task Load_CannotBeOpened_SaysWhatToCheckAndLeavesTheFile()
    {
        using JournalFolder folder = new();
        await folder.WithAsync(journal => journal.AppendAsync(KilledWriter.Entry(0), None));

        // A folder in the log's place is what SQLite cannot open even as root, whom file modes do not stop.
        Directory.CreateDirectory(folder.Database + "-wal");
        using (SqliteJournal journal = folder.Journal(startAnewWhenDamaged: true))
        {
            JournalException refused = await Assert.ThrowsAsync<JournalException>(() => journal.LoadAsync(None));
            Assert.Contains("owner and mode", refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(KilledWriter.Entry(1), None));
        }

        Directory.Delete(folder.Database + "-wal");
        Assert.Equal(1, (await folder.LoadAsync()).Generation);
        Assert.Empty(folder.Aside);
    }

    [Fact]
    public async Task Append_FileWasRemoved_IsRefusedInsteadOfWrittenToNowhere()
    {
        using JournalFolder folder = new();
        using SqliteJournal journal = folder.Journal();
        await journal.LoadAsync(None);
        File.Delete(folder.Database);

        Assert.Contains("was removed", (await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(KilledWriter.Entry(0), None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NewerVersion_IsRefusedAndLeftAsItIs()
    {
        using JournalFolder folder = new();
        await folder.LoadAsync();
        using (SqliteConnection other = new($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            DatabaseSchema.Run(other, "PRAGMA user_version = 99");
        }

        using SqliteJournal journal = folder.Journal(startAnewWhenDamaged: true);

        Assert.Contains("newer version", (await Assert.ThrowsAsync<JournalException>(() => journal.LoadAsync(None))).Message, StringComparison.Ordinal);
        Assert.Empty(folder.Aside);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("zeroed page")]
    [InlineData("random page")]
    [InlineData("gone, log left")]
    public async Task Load_Damaged_IsRefusedWithWhatToDo_AndSetAsideOnlyWhereNothingActs(string damage)
    {
        using JournalFolder folder = new();
        await WriteAsync(folder, 60);
        byte[] file = await File.ReadAllBytesAsync(folder.Database);
        byte[] broken = Break(file, damage);
        await File.WriteAllBytesAsync(folder.Database, broken);
        if (damage == "gone, log left")
        {
            File.Move(folder.Database, folder.Database + "-wal");
        }

        using (SqliteJournal acting = folder.Journal())
        {
            JournalException refused = await Assert.ThrowsAsync<JournalException>(() => acting.LoadAsync(None));
            Assert.Contains($"move {folder.Database}", refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JournalException>(() => acting.AppendAsync(KilledWriter.Entry(0), None));
        }

        Assert.Empty(folder.Aside);
        using SqliteJournal watching = folder.Journal(startAnewWhenDamaged: true);
        Assert.Equal(JournalState.Empty, await watching.LoadAsync(None));
        await watching.AppendAsync(KilledWriter.Entry(0), None);
        Assert.NotEmpty(folder.Aside);
        Assert.Single(folder.Log.Lines, line => line.Event == 170);
    }

    [Fact]
    public async Task Load_AnyDamage_IsRefusedOrGivesExactlyWhatWasWritten()
    {
        using JournalFolder good = new();
        await WriteAsync(good, 43);
        byte[] file = await File.ReadAllBytesAsync(good.Database);
        JournalState written = await good.LoadAsync();
        Random random = new(20260301);
        int refused = 0;
        for (int round = 0; round < 60; round++)
        {
            using JournalFolder folder = new();
            byte[] damaged = [.. file];
            int flips = 1 << random.Next(6);
            for (int flip = 0; flip < flips; flip++)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            await File.WriteAllBytesAsync(folder.Database, damaged);
            try
            {
                // What changed lies in a page nobody uses, or in a finished plan: that one alone is lost.
                Assert.Equal(written, await folder.LoadAsync());
            }
            catch (JournalException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10, 60);
    }

    [Fact]
    public async Task History_OnePlanIsDamaged_GivesTheOthersAndSaysWhich()
    {
        using JournalFolder folder = new();
        await WriteAsync(folder, 20);
        using (SqliteConnection other = new($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            DatabaseSchema.Run(other, "UPDATE plans SET record = x'00' WHERE generation = 2");
        }

        await folder.WithAsync(async journal =>
        {
            Assert.Equal([4, 3, 1], (await journal.HistoryAsync(10, false, None)).Select(plan => plan.Plan.Generation));
            Assert.Contains("This plan document", (await Assert.ThrowsAsync<JournalException>(() => journal.FindAsync(2, None))).Message, StringComparison.Ordinal);
        });
        Assert.Single(folder.Log.Lines, line => line.Event == 171 && line.Text.Contains("Plan 2", StringComparison.Ordinal));
    }

    private static Task<JournalState> WriteAsync(JournalFolder folder, int entries) => folder.WithAsync(async journal =>
    {
        for (int index = 0; index < entries; index++)
        {
            await journal.AppendAsync(KilledWriter.Entry(index), None);
        }
    });

    private static byte[] Break(byte[] file, string damage)
    {
        byte[] broken = [.. file];
        switch (damage)
        {
            case "text":
                return "this is no database\n"u8.ToArray();
            case "empty":
                return [];
            case "truncated":
                return broken[..(broken.Length / 2)];
            case "zeroed page":
                broken.AsSpan(2 * 4096, 4096).Clear();
                return broken;
            case "random page":
                new Random(1).NextBytes(broken.AsSpan(3 * 4096, 4096));
                return broken;
            default:
                return broken;
        }
    }
}
