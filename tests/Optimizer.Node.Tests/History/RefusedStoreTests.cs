using Microsoft.Data.Sqlite;
using NodaTime;
using Optimizer.Node.History;
using Optimizer.Node.Storage;

namespace Optimizer.Node.Tests.History;

public sealed class RefusedStoreTests
{
    [Fact]
    public async Task Load_NewerVersion_LeavesTheFileAloneAndRefusesToSave()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a"));
        DamagedStoreTests.Execute(folder, "PRAGMA user_version = 99");
        byte[] before = await File.ReadAllBytesAsync(folder.Database);
        using SqliteForecastStore store = folder.Store();

        Assert.Empty(await store.LoadAsync(CancellationToken.None));
        IOException refused = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([StateFolder.Series("a", 2)], Instant.MinValue, CancellationToken.None));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Database, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
        Assert.Equal(0, store.SetAside);
        Assert.Single(folder.Log.Lines, line => line.Event == 162);
    }

    [Fact]
    public async Task Save_AnotherProcessIsWriting_SaysSoAndKeepsWhatWasThere()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a", 1));
        using SqliteForecastStore store = folder.Store();
        using (SqliteConnection other = new($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction writing = other.BeginTransaction();

            IOException refused = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([StateFolder.Series("a", 2)], Instant.MinValue, CancellationToken.None));

            Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, Assert.Single(await store.LoadAsync(CancellationToken.None)).State.Span[0]);
        await store.SaveAsync([StateFolder.Series("a", 3)], Instant.MinValue, CancellationToken.None);
        Assert.Equal(3, Assert.Single(await store.LoadAsync(CancellationToken.None)).State.Span[0]);
    }

    [Fact]
    public async Task Save_StateDirectoryIsAFile_NamesThePath()
    {
        using StateFolder folder = new();
        string file = Path.Combine(folder.Path, "state");
        await File.WriteAllTextAsync(file, "");
        using SqliteForecastStore store = new(file, folder.Clock, folder.Log);

        Assert.Empty(await store.LoadAsync(CancellationToken.None));
        IOException refused = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([StateFolder.Series("a")], Instant.MinValue, CancellationToken.None));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_CannotBeOpened_RefusesToSaveUntilALoadSucceeds()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a", 1));

        // A folder in the journal's place is what SQLite cannot open even as root, whom file modes do not stop.
        Directory.CreateDirectory(folder.Database + "-wal");
        using SqliteForecastStore store = folder.Store();

        Assert.Empty(await store.LoadAsync(CancellationToken.None));
        IOException refused = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([StateFolder.Series("a", 2)], Instant.MinValue, CancellationToken.None));
        Directory.Delete(folder.Database + "-wal");

        Assert.Contains(folder.Database, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await store.LoadAsync(CancellationToken.None)).State.Span[0]);
        await store.SaveAsync([StateFolder.Series("a", 3)], Instant.MinValue, CancellationToken.None);
    }

    [Fact]
    public async Task Load_RefusedAgainAndAgain_IsSaidOnceAndTheSaveSaysWhatItWaitsFor()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a", 1));
        Directory.CreateDirectory(folder.Database + "-wal");
        using SqliteForecastStore store = folder.Store();

        await store.LoadAsync(CancellationToken.None);
        await store.LoadAsync(CancellationToken.None);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => store.SaveAsync([], Instant.MinValue, CancellationToken.None));

        Assert.Single(folder.Log.Lines, static line => line.Event == 162);
        Assert.Contains("once it could be read", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "another process")]
    [InlineData(13, "disk is full")]
    [InlineData(8, "read-only")]
    [InlineData(14, "owner and mode")]
    [InlineData(10, "kernel's log")]
    public void Explain_ResultCode_SaysWhatToDo(int code, string advice) =>
        Assert.Contains(advice, SqliteTrouble.Explain(new SqliteException("as SQLite says it", code)), StringComparison.Ordinal);
}
