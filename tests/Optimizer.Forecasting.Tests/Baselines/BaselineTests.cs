using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Tests.Baselines;

public sealed class BaselineTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    [Fact]
    public void SeasonalNaive_OnADailyWave_FindsTheDayAndRepeatsIt()
    {
        IForecaster forecaster = Fed("seasonal-naive", 600, 5 * 144, static i => 50 + (40 * Math.Sin(2 * Math.PI * i / 144)));

        ForecastPath path = forecaster.Forecast(144);

        for (int k = 0; k < 144; k++)
        {
            Assert.Equal(50 + (40 * Math.Sin(2 * Math.PI * k / 144)), path.Steps[k].Quantiles.Q50, 6);
        }
    }

    [Fact]
    public void SeasonalNaive_WhenTheSeasonAgoIsMissing_GoesOneFurtherBack()
    {
        IForecaster forecaster = ForecastMethods.SeasonalNaive(4).Create(new SeriesOptions { BinSeconds = 600 });
        double?[] values = [1, 2, 3, 4, null, 2, 3, 4];
        for (int i = 0; i < values.Length; i++)
        {
            forecaster.Observe(new Observation(Start + Duration.FromMinutes(10 * i), values[i]));
        }

        Assert.Equal(1, forecaster.Forecast(4).Steps[0].Quantiles.Q50);
    }

    [Fact]
    public void SeasonalNaive_PeakOfASteadySeason_IsThePeakOfTheSeason()
    {
        IForecaster forecaster = ForecastMethods.SeasonalNaive(144).Create(new SeriesOptions { BinSeconds = 600 });
        for (int i = 0; i < 1000; i++)
        {
            forecaster.Observe(new Observation(Start + Duration.FromMinutes(10 * i), i % 144));
        }

        // The next bin is 1000 mod 144 = 136: the hour ahead peaks at 141, a whole day at 143.
        ForecastPath path = forecaster.Forecast(1);
        Assert.Equal(141, path.Peaks[0].Quantiles.Q95);
        Assert.Equal(143, path.Peaks[^1].Quantiles.Q99);
    }

    [Fact]
    public void Naive_OfARandomWalk_WidensWithTheRootOfTheLead()
    {
        IForecaster forecaster = Fed("naive", 600, 500, static i => 100 + (i % 2));

        ForecastPath path = forecaster.Forecast(100);

        double first = path.Steps[0].Quantiles.Q95 - path.Steps[0].Quantiles.Q50, last = path.Steps[99].Quantiles.Q95 - path.Steps[99].Quantiles.Q50;
        Assert.Equal(1.6448536269514722, first, 9);
        Assert.Equal(10, last / first, 9);
    }

    [Fact]
    public void MovingAverage_KnowsTheLastHourOnly()
    {
        IForecaster forecaster = Fed("moving-average", 600, 500, static i => i < 494 ? 1000 : 10);

        Assert.Equal(new Quantiles(10, 10, 10, 10), forecaster.Forecast(1).Steps[0].Quantiles);
    }

    [Fact]
    public void Histogram_OfUniformUse_GivesItsQuantilesWithinABucket()
    {
        IForecaster forecaster = Fed("histogram", 600, 1000, static i => 1 + (i * 37 % 100));

        Quantiles quantiles = forecaster.Forecast(1).Steps[0].Quantiles;

        Assert.InRange(quantiles.Q50, 50 / 1.05, 51 * 1.05);
        Assert.InRange(quantiles.Q95, 95 / 1.05, 96 * 1.05);
    }

    [Fact]
    public void Histogram_ForgetsByHalfInTwelveHours()
    {
        // A day of 100, then 12 h of 1: the weights are (1 - 1/4) / 2 against 1 - 1/2, so 100 holds three parts of seven.
        IForecaster forecaster = Fed("histogram", 600, 144 + 72, static i => i < 144 ? 100 : 1);

        double expected = ((0.375 * 100) + (0.5 * 1)) / 0.875;

        Assert.Equal(expected, forecaster.Forecast(1).Steps[0].Mean, 6);
    }

    private static IForecaster Fed(string method, int binSeconds, int bins, Func<int, double> value)
    {
        IForecaster forecaster = ForecastMethods.Find(method)!.Create(new SeriesOptions { BinSeconds = binSeconds });
        for (int i = 0; i < bins; i++)
        {
            forecaster.Observe(new Observation(Start + Duration.FromSeconds((long)i * binSeconds), value(i)));
        }

        return forecaster;
    }
}
