using Microsoft.Data.Sqlite;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Node.History;

namespace Optimizer.Node.Tests.History;

public sealed class DamagedStoreTests
{
    [Fact]
    public async Task Load_NotADatabase_IsSetAsideSaidAndCountedAndANewOneStarts()
    {
        using StateFolder folder = new();
        await File.WriteAllTextAsync(folder.Database, string.Concat(Enumerable.Repeat("this is no database\n", 500)));
        using SqliteForecastStore store = folder.Store();

        Assert.Empty(await store.LoadAsync(CancellationToken.None));
        await store.SaveAsync([StateFolder.Series("a")], Instant.MinValue, CancellationToken.None);

        Assert.Equal(1, store.SetAside);
        Assert.Single(await store.LoadAsync(CancellationToken.None));
        Assert.EndsWith("forecast.db.corrupt-20260301T120000Z", Assert.Single(folder.Aside), StringComparison.Ordinal);
        Assert.StartsWith("this is no database", await File.ReadAllTextAsync(folder.Aside[0]), StringComparison.Ordinal);
        Assert.Contains(folder.Log.Lines, line => line.Event == 160 && line.Text.Contains(folder.Database, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_BitFlippedInOneState_DropsThatRowAndKeepsTheOthers()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a", 0xA1), StateFolder.Series("b", 0xB2), StateFolder.Series("c", 0xC3));
        byte[] file = await File.ReadAllBytesAsync(folder.Database);
        file[file.AsSpan().IndexOf(Enumerable.Repeat((byte)0xB2, 100).ToArray()) + 50] ^= 1;
        await File.WriteAllBytesAsync(folder.Database, file);
        using SqliteForecastStore store = folder.Store();

        IReadOnlyList<StoredSeries> found = await store.LoadAsync(CancellationToken.None);

        Assert.Equal(["a", "c"], found.Select(series => series.Key.Name));
        Assert.Equal(1, store.SetAside);
        Assert.Empty(folder.Aside);
        await store.LoadAsync(CancellationToken.None);
        Assert.Equal(1, store.SetAside);
    }

    [Fact]
    public async Task Load_AnyDamage_NeverThrowsAndGivesOnlyWhatWasSaved()
    {
        using StateFolder good = new();
        StoredSeries[] saved = [.. Enumerable.Range(0, 12).Select(index => StateFolder.Series($"s{index}", (byte)index, 3000))];
        await good.SaveAsync(saved);
        byte[] file = await File.ReadAllBytesAsync(good.Database);
        HashSet<string> known = saved.Select(StateFolder.Text).ToHashSet(StringComparer.Ordinal);
        Random random = new(20260301);
        for (int round = 0; round < 60; round++)
        {
            using StateFolder folder = new();
            await File.WriteAllBytesAsync(folder.Database, Damage(file, random));
            using SqliteForecastStore store = folder.Store();

            IReadOnlyList<StoredSeries> found = await store.LoadAsync(CancellationToken.None);

            Assert.True(found.All(series => known.Contains(StateFolder.Text(series))), $"round {round}");
            Assert.True(found.Count == saved.Length || store.SetAside > 0 || !folder.Log.Lines.IsEmpty, $"round {round} lost rows and said nothing");
        }
    }

    [Fact]
    public async Task Save_DamageFoundWhileWriting_SetsAsideAndWritesANewFile()
    {
        using StateFolder folder = new();
        await File.WriteAllTextAsync(folder.Database, new string('x', 5000));
        using SqliteForecastStore store = folder.Store();

        await store.SaveAsync([StateFolder.Series("a")], Instant.MinValue, CancellationToken.None);

        Assert.Equal(1, store.SetAside);
        Assert.Single(await store.LoadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Load_ManyDamagedFiles_KeepsTheNewestThree()
    {
        using StateFolder folder = new();
        using SqliteForecastStore store = folder.Store();
        for (int round = 0; round < 5; round++)
        {
            await File.WriteAllTextAsync(folder.Database, $"broken {round} {new string('x', 200)}");
            await store.LoadAsync(CancellationToken.None);
            folder.Clock.Advance(Duration.FromHours(round < 3 ? 1 : 0));
        }

        Assert.Equal(
            ["forecast.db.corrupt-20260301T140000Z", "forecast.db.corrupt-20260301T150000Z", "forecast.db.corrupt-20260301T150000Z-2"],
            folder.Aside.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Load_AnotherProgramsDatabase_IsSetAside()
    {
        using StateFolder folder = new();
        Execute(folder, "CREATE TABLE recipes (name TEXT)");
        using SqliteForecastStore store = folder.Store();

        Assert.Empty(await store.LoadAsync(CancellationToken.None));

        Assert.Equal(1, store.SetAside);
        Assert.Single(folder.Aside);
    }

    internal static void Execute(StateFolder folder, string sql)
    {
        using SqliteConnection connection = new($"Data Source={folder.Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        byte[] damaged = random.Next(4) == 0 ? file[..random.Next(file.Length)] : [.. file];
        int flips = damaged.Length == 0 ? 0 : 1 << random.Next(8);
        for (int flip = 0; flip < flips; flip++)
        {
            // Half of the hits go to the first two pages, where the structure is.
            int reach = random.Next(2) == 0 ? Math.Min(8192, damaged.Length) : damaged.Length;
            damaged[random.Next(reach)] = (byte)random.Next(256);
        }

        return damaged;
    }
}
