using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>Which series are followed: a bounded number, the important ones, and none for ever.</summary>
public sealed class AdmissionTests
{
    private readonly FakeMethod _method = new();

    [Fact]
    public void Observe_MoreSeriesThanAllowed_TheRestIsDroppedAndCounted()
    {
        DemandForecaster forecaster = Some.Forecaster(_method, with: static options => options with { MostSeries = 2 });

        forecaster.Observe([.. "abcd".Select(static name => Some.Sample(0, 1, Some.Workload(name.ToString())))], Some.At(0));
        forecaster.Observe([.. "abcd".Select(static name => Some.Sample(10, 1, Some.Workload(name.ToString())))], Some.At(10));
        DemandForecast forecast = forecaster.Publish(Some.At(10));

        Assert.Equal(["a", "b"], forecast.Series.Select(static series => series.Key.Name)); // equals never take each other's place
        Assert.Equal(2, forecast.Dropped);
        Assert.Equal(4, forecast.Refused(SampleRefusal.Limit));
        Assert.Single(forecaster.TakeNotes(), static note => note.Kind == ForecastNoteKind.Limit);
    }

    [Fact]
    public void Observe_FullOfUnimportantSeries_TheyGiveWay()
    {
        DemandForecaster forecaster = Some.Forecaster(_method, with: static options => options with { MostSeries = 3 });
        SeriesKey gpu = new(SeriesScope.Gpu, "GPU-1", DemandSignal.PowerWatts);
        SeriesKey memory = Some.Workload("a", DemandSignal.MemoryBytes);

        forecaster.Observe([Some.Sample(0, 1, gpu), Some.Sample(0, 1, memory), Some.Sample(0, 1, Some.Workload("a"))], Some.At(0));
        forecaster.Observe([Some.Sample(1, 1, Some.Workload("b"))], Some.At(1));
        Assert.DoesNotContain(forecaster.Publish(Some.At(1)).Series, series => series.Key == gpu);
        forecaster.Observe([Some.Sample(2, 1, Some.Workload("c", DemandSignal.RequestRate))], Some.At(2));
        forecaster.Observe([Some.Sample(3, 1, gpu), Some.Sample(3, 1, memory)], Some.At(3));

        Assert.Equal(["a", "b", "c"], forecaster.Publish(Some.At(3)).Series.Select(static series => series.Key.Name));
        Assert.Equal(2, forecaster.Latest!.Dropped);
    }

    [Fact]
    public void Observe_FullOfSeriesThatEnded_TheOneUnseenForLongestGivesWay()
    {
        DemandForecaster forecaster = Some.Forecaster(_method, with: static options => options with { MostSeries = 3 });
        forecaster.Observe([Some.Sample(0, 1, Some.Workload("job-1"))], Some.At(0));
        forecaster.Observe([Some.Sample(600, 1, Some.Workload("job-2"))], Some.At(600));
        forecaster.Run(600, 5000, static _ => 1);

        forecaster.Observe([Some.Sample(5000, 1, Some.Workload("new", DemandSignal.RequestRate))], Some.At(5000));
        forecaster.Observe([Some.Sample(5001, 1, Some.Workload("newer"))], Some.At(5001));
        forecaster.Observe([Some.Sample(5002, 1, Some.Workload("newest"))], Some.At(5002));

        Assert.Equal(["chat", "new", "newer"], forecaster.Publish(Some.At(5002)).Series.Select(static series => series.Key.Name));
        Assert.Equal(1, forecaster.Latest!.Refused(SampleRefusal.Limit));
    }

    [Fact]
    public void Publish_SeriesThatEndedAnHourAgo_IsForecastOnceInAPublishedStep()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 600, static _ => 1, Some.Workload("job"));
        FakeForecaster job = _method.Busy;
        forecaster.Run(600, 4800, static _ => 1);
        int before = job.Seen.Count;

        forecaster.Run(4800, 4800 + 3600, static _ => 1);

        Assert.InRange(job.Seen.Count - before, 5, 7); // one in ten minutes
        Assert.True(forecaster.Latest!.Of(Some.Workload("job")).Path!.Origin >= Some.At(4800 + 3600 - 1400));
    }

    [Fact]
    public async Task LoadAsync_MoreStoredThanAllowed_TheLatestSeenAreTakenAndTheRestIsCounted()
    {
        MemoryStore store = new();
        DemandForecaster old = Some.Forecaster(_method, store);
        old.Run(0, 130, static _ => 1, Some.Workload("a-ended"));
        old.Run(130, 330, static _ => 1);
        old.Run(330, 530, static _ => 1, Some.Workload("lives"));
        await old.SaveAsync(Some.At(530), CancellationToken.None);
        DemandForecaster next = Some.Forecaster(_method, store, static options => options with { MostSeries = 2 });

        await next.LoadAsync(Some.At(600), CancellationToken.None);

        Assert.Equal(["chat", "lives"], next.Publish(Some.At(600)).Series.Select(static series => series.Key.Name));
        Assert.Equal(1, next.Latest!.Dropped);
    }

    [Fact]
    public void Publish_SeriesNotSeenForTheRetention_IsForgottenAndItsPlaceIsFree()
    {
        DemandForecaster forecaster = Some.Forecaster(_method, with: static options => options with { MostSeries = 1, Retention = Duration.FromMinutes(5) });
        forecaster.Run(0, 60, static _ => 1);
        forecaster.Observe([Some.Sample(60, 1, Some.Workload("late"))], Some.At(60));
        Assert.Equal(1, forecaster.Publish(Some.At(60)).Dropped);

        forecaster.Publish(Some.At(400));
        forecaster.Observe([Some.Sample(400, 1, Some.Workload("late"))], Some.At(400));
        DemandForecast forecast = forecaster.Publish(Some.At(400));

        Assert.Equal("late", Assert.Single(forecast.Series).Key.Name);
        Assert.Equal(0, forecast.Dropped);
    }

    [Fact]
    public void Publish_AnyOrderOfArrival_SeriesAreOrderedByKey()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);

        forecaster.Observe([.. "dbca".Select(static name => Some.Sample(0, 1, Some.Workload(name.ToString())))], Some.At(0));

        Assert.Equal(["a", "b", "c", "d"], forecaster.Publish(Some.At(0)).Series.Select(static series => series.Key.Name));
    }

    [Fact]
    public void Observe_NewSeriesBesideWarmOnes_StartsWithTheirPriorInItsOwnSize()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 400, static _ => 2, Some.Workload("old"), cap: 8);

        forecaster.Observe([Some.Sample(400, 1, Some.Workload("new"), cap: 4)], Some.At(400));
        forecaster.Observe([Some.Sample(400, 1, Some.Workload("new", DemandSignal.RequestRate))], Some.At(400));

        // The old one's quantiles are 2, 4, 6, 8 of 8: half of that of 4.
        Assert.Equal(new Quantiles(1, 2, 3, 4), _method.Made[^2].Options.Prior);
        Assert.Null(_method.Made[^1].Options.Prior);
    }

    [Theory]
    [InlineData(DemandSignal.Gauge, 8.0, 4.0)] // queue lengths and tokens have no unit in common
    [InlineData(DemandSignal.RequestRate, null, null)] // one service's requests say nothing of another's
    [InlineData(DemandSignal.ComputeSlices, 8.0, null)]
    [InlineData(DemandSignal.ComputeSlices, null, 4.0)]
    public void Observe_NewSeriesWithoutACommonScale_StartsWithoutPrior(DemandSignal signal, double? known, double? cap)
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 400, static _ => 2, Some.Workload("old", signal), cap: known);

        forecaster.Observe([Some.Sample(400, 1, Some.Workload("new", signal), cap: cap)], Some.At(400));

        Assert.Null(_method.Made[^1].Options.Prior);
    }
}
