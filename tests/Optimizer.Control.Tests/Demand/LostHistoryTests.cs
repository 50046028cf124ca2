using Optimizer.Control.Demand;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>What is stored of a series outlives faults, wrong clocks and newcomers of the same name.</summary>
public sealed class LostHistoryTests
{
    private const double Day = 86400, Hour = 3600;

    private readonly MemoryStore _store = new();
    private readonly FakeMethod _method = new() { FailsOn = static seen => seen.Value >= 100 };

    [Fact]
    public async Task SaveAsync_ForecasterFailedOnOneBin_GoesOnFromWhatIsStoredAndTheBinIsMissing()
    {
        DemandForecaster forecaster = await Grown(Hour);

        forecaster.Run(Hour, Hour + 60, static _ => 100);
        forecaster.Run(Hour + 60, Hour + 200, static _ => 3);
        Assert.InRange(_method.Busy.Seen.Count, 1, 2); // from nothing, until the next saving reads what is stored
        await forecaster.SaveAsync(Some.At(Hour + 200), CancellationToken.None);
        forecaster.Run(Hour + 200, Hour + 400, static _ => 3);

        Assert.InRange(_method.Busy.Seen.Count(static seen => seen.Value == 2), 58, 60);
        Assert.DoesNotContain(_method.Busy.Seen, static seen => seen.Value >= 100);
        Assert.Equal(3, forecaster.Latest!.Of(Some.Chat).Observed);
        Assert.True(Stored() >= 58);
    }

    [Fact]
    public async Task SaveAsync_TheStoredStateItselfFails_StartsFromNothingAndKeepsIt()
    {
        DemandForecaster forecaster = await Grown(Hour);
        int stored = Stored();

        for (double at = Hour; at < 1.7 * Hour; at += 300)
        {
            double from = at;
            forecaster.Run(from, from + 300, second => second < 1.4 * Hour ? 100 : 3);
            await forecaster.SaveAsync(Some.At(from + 290), CancellationToken.None);
        }

        Assert.Equal(3, forecaster.Latest!.Of(Some.Chat).Observed); // it lives
        Assert.Equal(stored, Stored()); // and replaces nothing yet
        forecaster.Run(1.7 * Hour, 4 * Hour, static _ => 3);
        await forecaster.SaveAsync(Some.At(4 * Hour), CancellationToken.None);
        Assert.NotEqual(stored, Stored()); // until it has outlived it
    }

    [Fact]
    public async Task Observe_ClockAheadByTwentyHoursAndBack_GoesOnFromTheStateBefore()
    {
        DemandForecaster forecaster = await Grown(Hour);

        double wrong = (20 * Hour) + Hour;
        forecaster.Run(wrong, wrong + 1200, static _ => 9);
        await forecaster.SaveAsync(Some.At(wrong + 1200), CancellationToken.None); // believed, but not yet for so long
        forecaster.Run(Hour + 1200, Hour + 1900, static _ => 3);
        await forecaster.SaveAsync(Some.At(Hour + 1900), CancellationToken.None);
        forecaster.Run(Hour + 1900, Hour + 2100, static _ => 3);

        SeriesForecast series = forecaster.Latest!.Of(Some.Chat);
        Assert.Equal(3, series.Observed); // no day of waiting for the wrong one to come
        Assert.True(series.Path!.Origin < Some.At(Hour + 2100));
        Assert.InRange(_method.Busy.Seen.Count(static seen => seen.Value == 2), 58, 60);
        Assert.DoesNotContain(_method.Busy.Seen, static seen => seen.Value == 9);
    }

    [Fact]
    public async Task LoadAsync_MachineBootsIn1970_NothingIsBelievedUntilTheTimeIsRight()
    {
        await Grown(Hour);
        DemandForecaster next = Some.Forecaster(_method, _store);
        double wrong = -56 * 365 * Day;
        await next.LoadAsync(Some.At(wrong), CancellationToken.None);

        next.Run(wrong, wrong + 1800, static _ => 9);
        await next.SaveAsync(Some.At(wrong + 1800), CancellationToken.None);
        Assert.True(next.Latest!.Health.ClockHeld);
        next.Run(2 * Hour, (2 * Hour) + 200, static _ => 3);

        Assert.False(next.Latest!.Health.ClockHeld);
        Assert.Equal(0, next.Latest.Health.Restarts);
        Assert.InRange(_method.Busy.Seen.Count(static seen => seen.Value == 2), 58, 60);
        Assert.Contains(next.TakeNotes(), static note => note.Detail.Contains("1440 min", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SaveAsync_ClockAYearAheadWasBelieved_WhatWasForgottenComesBack()
    {
        DemandForecaster forecaster = await Grown(Hour);

        forecaster.Run(365 * Day, (365 * Day) + 900, static _ => 9);
        await forecaster.SaveAsync(Some.At((365 * Day) + 900), CancellationToken.None);
        forecaster.Run(Hour + 900, Hour + 1800, static _ => 3);
        await forecaster.SaveAsync(Some.At(Hour + 1800), CancellationToken.None);
        forecaster.Run(Hour + 1800, Hour + 2000, static _ => 3);

        Assert.InRange(_method.Busy.Seen.Count(static seen => seen.Value == 2), 58, 60);
        Assert.Equal(3, forecaster.Latest!.Of(Some.Chat).Observed);
    }

    [Fact]
    public async Task SaveAsync_StoreCouldNotBeReadAtFirst_IsReadAgainBeforeItIsWritten()
    {
        await Grown(Hour);
        _store.Locked = true;
        DemandForecaster next = Some.Forecaster(_method, _store);
        await next.LoadAsync(Some.At(Hour), CancellationToken.None);
        next.Run(Hour, Hour + 300, static _ => 3);
        await next.SaveAsync(Some.At(Hour + 300), CancellationToken.None);
        Assert.Equal(1, next.Publish(Some.At(Hour + 300)).Health.SaveFailures);

        _store.Locked = false;
        await next.SaveAsync(Some.At(Hour + 600), CancellationToken.None);
        int loads = _store.Loads;
        next.Run(Hour + 600, Hour + 900, static _ => 3);
        await next.SaveAsync(Some.At(Hour + 900), CancellationToken.None);

        Assert.InRange(_method.Busy.Seen.Count(static seen => seen.Value == 2), 58, 60);
        Assert.True(Stored() > 60);
        Assert.Equal(loads, _store.Loads); // only until it was read
    }

    [Fact]
    public async Task SaveAsync_StoreCannotBeReadForOneThatFailed_IsAskedAgainAndNotOverwritten()
    {
        DemandForecaster forecaster = await Grown(Hour);
        forecaster.Run(Hour, Hour + 60, static _ => 100);
        forecaster.Run(Hour + 60, Hour + 300, static _ => 3);
        _store.Locked = true;
        await forecaster.SaveAsync(Some.At(Hour + 300), CancellationToken.None);
        forecaster.Run(Hour + 300, Hour + 600, static _ => 3);
        _store.Locked = false;
        await forecaster.SaveAsync(Some.At(Hour + 600), CancellationToken.None);
        forecaster.Run(Hour + 600, Hour + 700, static _ => 3);

        Assert.InRange(_method.Busy.Seen.Count(static seen => seen.Value == 2), 58, 60);
        Assert.True(Stored() >= 58);
    }

    private async Task<DemandForecaster> Grown(double seconds)
    {
        DemandForecaster forecaster = Some.Forecaster(_method, _store);
        await forecaster.LoadAsync(Some.Start, CancellationToken.None);
        forecaster.Run(0, seconds, static _ => 2);
        await forecaster.SaveAsync(Some.At(seconds), CancellationToken.None);
        return forecaster;
    }

    // The fake's state grows by each bin it saw.
    private int Stored() => (Assert.Single(_store.Kept).State.Length - 70) / 17;
}
