using System.Collections;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Node.History;

namespace Optimizer.Node.Tests.History;

/// <summary>A disk that does not come back: nobody waits for it for ever.</summary>
public sealed class HangingStoreTests
{
    [Fact]
    public async Task Save_DiskHangs_FailsAtTheLimitAndGoesOnWhenItIsBack()
    {
        using StateFolder folder = new();
        FakeTimeProvider time = new();
        using SqliteForecastStore store = new(folder.Path, folder.Clock, folder.Log, time);
        using ManualResetEventSlim back = new();
        using HangingList hanging = new(back);
        Task first = store.SaveAsync(hanging, Instant.MinValue, CancellationToken.None);
        hanging.Reached.Wait();
        Task second = store.SaveAsync([StateFolder.Series("a", 2)], Instant.MinValue, CancellationToken.None);

        time.Advance(SqliteForecastStore.LongestCall + TimeSpan.FromSeconds(1));

        Assert.Contains("did not answer within 60 s", (await Assert.ThrowsAsync<IOException>(() => first)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => second);
        back.Set();
        await store.SaveAsync([StateFolder.Series("a", 3)], Instant.MinValue, CancellationToken.None);
        Assert.Equal(3, Assert.Single(await store.LoadAsync(CancellationToken.None)).State.Span[0]);
    }

    [Fact]
    public async Task Save_ArrayBehindTheState_IsTheOneOfTheSeriesOnlyWhereItIsWhole()
    {
        using StateFolder folder = new();
        byte[] bytes = [1, 2, 3, 4];

        await folder.SaveAsync(StateFolder.Series("part") with { State = bytes.AsMemory(1, 2) }, StateFolder.Series("whole") with { State = bytes });

        Assert.Equal([[2, 3], [1, 2, 3, 4]], (await folder.LoadAsync()).Select(static series => series.State.ToArray()));
    }

    /// <summary>Stands still, as a write to a hung disk does, where its item is asked for.</summary>
    private sealed class HangingList(ManualResetEventSlim back) : IReadOnlyList<StoredSeries>, IDisposable
    {
        public ManualResetEventSlim Reached { get; } = new();

        public int Count => 1;

        public StoredSeries this[int index] => StateFolder.Series("a", 1);

        public IEnumerator<StoredSeries> GetEnumerator()
        {
            Reached.Set();
            back.Wait();
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => Reached.Dispose();
    }
}
