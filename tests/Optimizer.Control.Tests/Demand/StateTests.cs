using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>A restart is a gap, not a beginning.</summary>
public sealed class StateTests
{
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task LoadAsync_AfterAKill_GoesOnFromTheLastSavingWithAGap()
    {
        DemandForecaster killed = Some.Forecaster(new FakeMethod(), _store);
        await killed.LoadAsync(Some.Start, CancellationToken.None);
        killed.Run(0, 340, static _ => 2);
        await killed.SaveAsync(Some.At(340), CancellationToken.None);
        killed.Run(340, 500, static _ => 3); // lost

        FakeMethod method = new();
        DemandForecaster next = Some.Forecaster(method, _store);
        await next.LoadAsync(Some.At(900), CancellationToken.None);
        SeriesForecast before = next.Publish(Some.At(900)).Of(Some.Chat);
        next.Run(900, 1100, static _ => 4);

        Assert.NotNull(before.Path); // forecasts at once, of a bin that is missing
        Assert.Null(before.Observed);
        Assert.Equal([0, 1, 2, 3, 4], method.Busy.Seen.TakeWhile(static seen => seen.Value == 2).Select(static seen => (seen.BinStart - Some.Start).TotalMinutes));
        Assert.Equal(4, method.Busy.Seen[^1].Value);
        Assert.True(method.Busy.Seen[5].BinStart >= Some.At(13 * 60));
        Assert.Equal(0, next.Latest!.Refused(SampleRefusal.Late));
        Assert.Contains(next.TakeNotes(), static note => note.Kind == ForecastNoteKind.Restored);
    }

    [Theory]
    [InlineData("histogram")]
    [InlineData("seasonal-naive")]
    public async Task LoadAsync_StateOfARealMethod_ForecastsBitEqual(string name)
    {
        DemandForecasterOptions options = new() { Method = ForecastMethods.Find(name)!, SaveInterval = Duration.FromMinutes(1) };
        DemandForecaster first = new(options, _store, TimeProvider.System);
        first.Run(0, 7200, static second => 3 + Math.Sin(second / 300));
        first.Publish(Some.At(7230)); // the last bin is complete for every series: what an open bin holds is not kept
        await first.SaveAsync(Some.At(7230), CancellationToken.None);
        DemandForecaster second = new(options, _store, TimeProvider.System);
        await second.LoadAsync(Some.At(7240), CancellationToken.None);

        first.Run(7240, 9000, static at => 4 + Math.Sin(at / 300));
        second.Run(7240, 9000, static at => 4 + Math.Sin(at / 300));

        SeriesForecast expected = first.Latest!.Of(Some.Chat);
        Assert.Equal(expected.Path, second.Latest!.Of(Some.Chat).Path);
        Assert.Equal(expected.Health, second.Latest!.Of(Some.Chat).Health);
    }

    [Theory]
    [InlineData("fake", 300)]
    [InlineData("other", 60)]
    public async Task LoadAsync_StateOfAnotherMethodOrBin_StartsAnewAndSaysSo(string method, int bin)
    {
        DemandForecaster old = new(new DemandForecasterOptions { Method = new FakeMethod().Named(), BinSeconds = 60 }, _store, TimeProvider.System);
        old.Run(0, 310, static _ => 2);
        await old.SaveAsync(Some.At(310), CancellationToken.None);

        DemandForecaster changed = new(new DemandForecasterOptions { Method = new FakeMethod().Named(method), BinSeconds = bin }, _store, TimeProvider.System);
        await changed.LoadAsync(Some.At(320), CancellationToken.None);

        Assert.True(changed.Publish(Some.At(320)).Series.IsEmpty);
        Assert.Equal(ForecastNoteKind.OtherMethod, Assert.Single(changed.TakeNotes()).Kind);
    }

    [Fact]
    public async Task LoadAsync_StateCutShortAnywhere_CostsThatSeriesOnly()
    {
        DemandForecaster old = Some.Forecaster(new FakeMethod(), _store);
        old.Run(0, 200, static _ => 2);
        old.Run(0, 200, static _ => 2, Some.Workload("other"));
        await old.SaveAsync(Some.At(200), CancellationToken.None);
        StoredSeries whole = _store.Kept[0], other = _store.Kept[1];
        for (int length = 0; length < whole.State.Length; length += 3)
        {
            _store.Kept = [whole with { State = whole.State[..length] }, other];
            DemandForecaster next = Some.Forecaster(new FakeMethod(), _store);

            await next.LoadAsync(Some.At(210), CancellationToken.None);

            Assert.Equal("other", Assert.Single(next.Publish(Some.At(210)).Series).Key.Name);
            Assert.Equal(1, next.Latest!.Health.StoreSetAside);
        }
    }

    [Fact]
    public async Task LoadAsync_SeriesNotSeenForTheRetention_IsLeftBehind()
    {
        DemandForecaster old = Some.Forecaster(new FakeMethod(), _store);
        old.Run(0, 130, static _ => 2);
        await old.SaveAsync(Some.At(130), CancellationToken.None);

        DemandForecaster next = Some.Forecaster(new FakeMethod(), _store);
        await next.LoadAsync(Some.At(86400 * 20), CancellationToken.None);

        Assert.True(next.Publish(Some.At(86400 * 20)).Series.IsEmpty);
    }

    [Fact]
    public async Task SaveAsync_DiskRefuses_IsCountedAndTriedAgainAtTheNextInterval()
    {
        DemandForecaster forecaster = Some.Forecaster(new FakeMethod(), _store);
        await forecaster.LoadAsync(Some.Start, CancellationToken.None);
        forecaster.Run(0, 310, static _ => 2);
        Assert.True(forecaster.IsSaveDue(Some.At(300)));
        _store.Refuses = true;

        await forecaster.SaveAsync(Some.At(310), CancellationToken.None);

        Assert.Equal(1, forecaster.Publish(Some.At(310)).Health.SaveFailures);
        Assert.Null(forecaster.Latest!.Health.SavedAt);
        Assert.False(forecaster.IsSaveDue(Some.At(320)));
        Assert.True(forecaster.IsSaveDue(Some.At(610)));
        Assert.Contains(forecaster.TakeNotes(), static note => note.Detail.Contains("no space left", StringComparison.Ordinal));
    }

    [Fact]
    public void Observe_CapChanges_TheForecasterMovesWithAllItKnows()
    {
        FakeMethod method = new();
        DemandForecaster forecaster = Some.Forecaster(method);
        forecaster.Run(0, 180, static _ => 2, cap: 7);

        forecaster.Run(180, 400, static _ => 2, cap: 14);

        Assert.Equal(14, method.Busy.Options.Cap);
        Assert.InRange(method.Busy.Seen.Count, 5, 6);
        Assert.Equal(2, method.Made.Count(static made => made.Seen.Count > 0));
    }

    [Fact]
    public async Task SaveAsync_ManySeries_GoInBatchesAndAllOfThemCanBeLoaded()
    {
        SeriesKey[] keys = [.. Enumerable.Range(0, 70).Select(static number => Some.Workload($"w{number}"))];
        DemandForecaster forecaster = Some.Forecaster(new FakeMethod(), _store);
        for (double at = 0; at < 130; at += 60)
        {
            forecaster.Observe([.. keys.Select(key => Some.Sample(at, 1, key))], Some.At(at));
        }

        forecaster.Publish(Some.At(130));
        await forecaster.SaveAsync(Some.At(130), CancellationToken.None);
        DemandForecaster next = Some.Forecaster(new FakeMethod(), _store);
        await next.LoadAsync(Some.At(140), CancellationToken.None);

        Assert.Equal((3, 32), (_store.Saves, _store.LargestBatch));
        Assert.Equal(70, next.Publish(Some.At(140)).Series.Count);
    }

    [Fact]
    public async Task SaveAsync_NothingNewSinceTheLast_IsNotWrittenAgain()
    {
        DemandForecaster forecaster = Some.Forecaster(new FakeMethod(), _store);
        forecaster.Run(0, 200, static _ => 2);
        await forecaster.SaveAsync(Some.At(200), CancellationToken.None);
        StoredSeries kept = Assert.Single(_store.Kept);

        await forecaster.SaveAsync(Some.At(205), CancellationToken.None);

        Assert.Same(kept, Assert.Single(_store.Kept));
    }
}
