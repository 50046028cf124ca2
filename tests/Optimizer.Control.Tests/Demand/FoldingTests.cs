using Optimizer.Control.Demand;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>Samples become bins: by time, whole, and never more of them than there are.</summary>
public sealed class FoldingTests
{
    // Later than any series' share of the half bin that the work is spread over.
    private const double Due = 30;

    private readonly FakeMethod _method = new();

    [Fact]
    public void Publish_BinComplete_ForecasterGetsItsMean()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);

        forecaster.Observe([Some.Sample(0, 1), Some.Sample(20, 2), Some.Sample(59, 6), Some.Sample(60, 100)], Some.At(60));
        DemandForecast forecast = forecaster.Publish(Some.At(60 + Due));

        Assert.Equal([new Observation(Some.Start, 3)], _method.Busy.Seen);
        Assert.Equal(3, forecast.Of(Some.Chat).Observed);
        Assert.Equal(7, forecast.Of(Some.Chat).Cap);
    }

    [Fact]
    public void Publish_BinOpen_NothingIsForecastYet()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);

        forecaster.Observe([Some.Sample(0, 1)], Some.At(0));
        SeriesForecast series = forecaster.Publish(Some.At(59)).Of(Some.Chat);

        Assert.Null(series.Path);
        Assert.Null(series.Observed);
        Assert.Equal(ForecastState.Cold, series.Health.State);
    }

    [Theory]
    [InlineData(new[] { true, true, false }, true)]
    [InlineData(new[] { true, false }, false)] // half is not most
    [InlineData(new[] { false, false, true }, false)]
    public void Publish_SomeSamplesSaturated_BinIsWhenMostAre(bool[] saturated, bool expected)
    {
        DemandForecaster forecaster = Some.Forecaster(_method);

        forecaster.Observe([.. saturated.Select((limit, at) => Some.Sample(at * 10, 1, saturated: limit))], Some.At(30));
        SeriesForecast series = forecaster.Publish(Some.At(60 + Due)).Of(Some.Chat);

        Assert.Equal(expected, series.Saturated);
        Assert.Equal(expected, _method.Busy.Seen[0].Saturated);
    }

    [Fact]
    public void Publish_FewerSamplesThanNeeded_BinIsMissing()
    {
        DemandForecaster forecaster = Some.Forecaster(_method, with: static options => options with { LeastSamplesPerBin = 3 });

        forecaster.Observe([Some.Sample(0, 1), Some.Sample(10, 1), Some.Sample(20, 1), Some.Sample(60, 9), Some.Sample(70, 9)], Some.At(70));
        forecaster.Publish(Some.At(60 + Due));
        SeriesForecast series = forecaster.Publish(Some.At(120 + Due)).Of(Some.Chat);

        Assert.Equal([1, null], _method.Busy.Seen.Select(static seen => seen.Value));
        Assert.Null(series.Observed);
    }

    [Fact]
    public void Publish_NoSampleForHours_OneMissingBinSaysSo()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 130, static _ => 1);

        double later = (50 * 60) + Due;
        DemandForecast forecast = forecaster.Publish(Some.At(later));

        Assert.Equal([1, 1, 1, null], _method.Busy.Seen.Select(static seen => seen.Value));
        Assert.Equal(Some.At(49 * 60), _method.Busy.Seen[^1].BinStart);
        Assert.Null(forecast.Of(Some.Chat).Observed);
    }

    [Fact]
    public void Observe_SampleOfACompleteBin_IsRefusedAndCounted()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Observe([Some.Sample(0, 1), Some.Sample(70, 1)], Some.At(70));

        forecaster.Observe([Some.Sample(30, 5), Some.Sample(65, 3)], Some.At(75)); // the second is earlier than the last one, but its bin is open
        forecaster.Publish(Some.At(60 + Due));
        DemandForecast forecast = forecaster.Publish(Some.At(120 + Due));

        Assert.Equal(1, forecast.Refused(SampleRefusal.Late));
        Assert.Equal(1, forecast.Of(Some.Chat).Health.Refused);
        Assert.Equal([1, 2], _method.Busy.Seen.Select(static seen => seen.Value));
    }

    [Fact]
    public void Observe_SampleFarAhead_IsRefusedAndOpensNoBins()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 70, static _ => 1);

        forecaster.Observe([Some.Sample(86400 * 365, 9)], Some.At(70));
        forecaster.Run(70, 200, static _ => 2);

        Assert.Equal(1, forecaster.Latest!.Refused(SampleRefusal.Future));
        Assert.Equal([1, 11.0 / 6], _method.Busy.Seen.Take(2).Select(static seen => seen.Value!.Value), (left, right) => Math.Abs(left - right) < 1e-9);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.1)]
    public void Observe_ImpossibleValue_IsRefusedAndCounted(double value)
    {
        DemandForecaster forecaster = Some.Forecaster(_method);

        forecaster.Observe([Some.Sample(0, value), Some.Sample(10, 4)], Some.At(10));
        DemandForecast forecast = forecaster.Publish(Some.At(60 + Due));

        Assert.Equal(1, forecast.Refused(SampleRefusal.Invalid));
        Assert.Equal(4, forecast.Of(Some.Chat).Observed);
    }

    [Fact]
    public void ObserveHistory_WeeksAtOnce_AreTakenInOrderWithinSomeCalls()
    {
        const int bins = 2000;
        DemandForecaster forecaster = Some.Forecaster(_method);
        double now = bins * 60;

        forecaster.ObserveHistory([.. Enumerable.Range(0, bins).Reverse().Select(static bin => Some.Sample(bin * 60, bin % 7))], Some.At(now));
        forecaster.Publish(Some.At(now));
        int first = _method.Busy.Seen.Count;
        for (int call = 0; call < 10; call++)
        {
            forecaster.Publish(Some.At(now + 30));
        }

        Assert.InRange(first, 1, bins - 1);
        Assert.Equal(Enumerable.Range(0, bins).Select(static bin => (double?)(bin % 7)), _method.Busy.Seen.Select(static seen => seen.Value));
        Assert.Equal(0, forecaster.Latest!.Refused(SampleRefusal.Late));
    }

    [Fact]
    public void Publish_TheLastBinTheCallMayGive_IsForecast()
    {
        const int most = 500; // bins of one series in one call
        DemandForecaster forecaster = Some.Forecaster(_method);
        double now = most * 60;

        forecaster.ObserveHistory([.. Enumerable.Range(0, most).Select(static bin => Some.Sample(bin * 60, 1))], Some.At(now));
        SeriesForecast series = forecaster.Publish(Some.At(now + Due)).Of(Some.Chat);

        Assert.Equal(most, _method.Busy.Seen.Count);
        Assert.NotNull(series.Path);
    }

    [Fact]
    public void ObserveHistory_SeriesBySeries_AllAreTakenAndBeyondAMillionBinsLeftOut()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        const int bins = 60_000;
        double now = bins * 60;
        IReadOnlyList<DemandSample> all = new Histories(20, bins);

        forecaster.ObserveHistory(all, Some.At(now));

        Assert.Equal(17, forecaster.Publish(Some.At(now)).Series.Count);
        Assert.Equal(0, forecaster.Latest!.Refused(SampleRefusal.Late));
        Assert.Contains(forecaster.TakeNotes(), static note => note.Detail.Contains("history of 3 series", StringComparison.Ordinal));
    }

    [Fact]
    public void ObserveHistory_OfASeriesThatHasOne_IsLeftAlone()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 130, static _ => 1);

        forecaster.ObserveHistory([Some.Sample(-3600, 50), Some.Sample(125, 50)], Some.At(130));
        forecaster.Run(130, 230, static _ => 1);

        Assert.All(_method.Busy.Seen, static seen => Assert.Equal(1, seen.Value));
        Assert.Equal(0, forecaster.Latest!.Refused(SampleRefusal.Late));
    }

    /// <summary>Minutes of many series, by key and time, made when they are asked for.</summary>
    private sealed class Histories(int series, int bins) : IReadOnlyList<DemandSample>
    {
        public int Count => series * bins;

        public DemandSample this[int index] => Some.Sample(index % bins * 60.0, 1, Some.Workload(((char)('a' + (index / bins))).ToString()));

        public IEnumerator<DemandSample> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
