using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Node.History;

namespace Optimizer.Node.Tests.History;

public sealed class SqliteForecastStoreTests
{
    [Fact]
    public async Task Load_NothingSaved_IsEmptyAndCreatesNothing()
    {
        using StateFolder folder = new();

        Assert.Empty(await folder.LoadAsync());
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Load_AfterSave_GivesBackEveryByteOrderedByKey()
    {
        Arbitrary<(string, SeriesScope, DemandSignal, PositiveInt, byte[])[]> batches = ArbMap.Default.ArbFor<(string, SeriesScope, DemandSignal, PositiveInt, byte[])[]>();
        Prop.ForAll(batches, batch =>
        {
            using StateFolder folder = new();
            StoredSeries[] saved =
            [
                .. batch.Where(item => item.Item1 is not null && Enum.IsDefined(item.Item2) && Enum.IsDefined(item.Item3) && !item.Item1.Any(char.IsSurrogate))
                    .Select(item => new StoredSeries(new(item.Item2, "n" + item.Item1, item.Item3), "m" + item.Item1, item.Item4.Get, StateFolder.Start, item.Item5 ?? []))
                    .DistinctBy(series => series.Key),
            ];

            folder.SaveAsync(saved).GetAwaiter().GetResult();

            Assert.Equal(saved.OrderBy(series => series.Key).Select(StateFolder.Text), folder.LoadAsync().GetAwaiter().GetResult().Select(StateFolder.Text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Fact]
    public async Task Save_AgainAndLater_ReplacesDropsTheOldAndKeepsTheRest()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a", 1), StateFolder.Series("b", 1, savedAt: StateFolder.Start - Duration.FromDays(40)), StateFolder.Series("c", 1));

        using SqliteForecastStore store = folder.Store();
        await store.SaveAsync([StateFolder.Series("a", 2)], StateFolder.Start - Duration.FromDays(30), CancellationToken.None);

        IReadOnlyList<StoredSeries> found = await store.LoadAsync(CancellationToken.None);
        Assert.Equal([("a", 2), ("c", 1)], found.Select(series => (series.Key.Name, (int)series.State.Span[0])));
        Assert.Equal(0, store.SetAside);
    }

    [Fact]
    public async Task Save_SeriesAreDropped_GivesTheirSpaceBackToTheDisk()
    {
        using StateFolder folder = new();
        await folder.SaveAsync([.. Enumerable.Range(0, 30).Select(index => StateFolder.Series($"s{index}", 1, 100_000))]);
        long full = new FileInfo(folder.Database).Length;

        using SqliteForecastStore store = folder.Store();
        await store.SaveAsync([StateFolder.Series("s0", 2, savedAt: StateFolder.Start + Duration.FromDays(1))], StateFolder.Start + Duration.FromHours(1), CancellationToken.None);

        Assert.True(full > 3_000_000, $"{full} bytes before");
        Assert.InRange(new FileInfo(folder.Database).Length, 1, 100_000);
    }

    [Fact]
    public async Task Save_Cancelled_KeepsWhatWasThereBefore()
    {
        using StateFolder folder = new();
        await folder.SaveAsync(StateFolder.Series("a", 1), StateFolder.Series("b", 1));
        using CancellationTokenSource cancelled = new();
        using SqliteForecastStore store = folder.Store();
        Task save = store.SaveAsync(new CancellingList(cancelled, [StateFolder.Series("a", 2), StateFolder.Series("b", 2)]), Instant.MinValue, cancelled.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => save);

        Assert.All(await folder.LoadAsync(), series => Assert.Equal(1, series.State.Span[0]));
    }

    [Fact]
    public async Task Save_StateDirectoryDoesNotExist_IsCreated()
    {
        using StateFolder folder = new();
        using SqliteForecastStore store = new(Path.Combine(folder.Path, "var", "lib"), folder.Clock, folder.Log);

        await store.SaveAsync([StateFolder.Series("a")], Instant.MinValue, CancellationToken.None);

        Assert.Single(await store.LoadAsync(CancellationToken.None));
    }

    /// <summary>Cancels when its second item is asked for: in the middle of the transaction.</summary>
    private sealed class CancellingList(CancellationTokenSource source, StoredSeries[] items) : IReadOnlyList<StoredSeries>
    {
        public int Count => items.Length;

        public StoredSeries this[int index] => items[index];

        public IEnumerator<StoredSeries> GetEnumerator()
        {
            yield return items[0];
            source.Cancel();
            yield return items[1];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
