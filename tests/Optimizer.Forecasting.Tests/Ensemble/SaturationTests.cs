using Optimizer.Forecasting.Ensemble;
using Optimizer.Model.Demand;
using static Optimizer.Forecasting.Tests.Ensemble.GeneratedSeries;

namespace Optimizer.Forecasting.Tests.Ensemble;

/// <summary>Readings that are only lower bounds, and what is believed before there is any.</summary>
public sealed class SaturationTests
{
    private const int Bin = 300, Day = 288;

    [Fact]
    public void Forecast_OfASeriesHeldAtItsLimit_DoesNotFallBelowIt()
    {
        // Demand goes on rising to 120, but 80 is all that is there.
        EnsembleForecaster forecaster = Create(Bin);
        for (int t = 0; t < 2 * Day; t++)
        {
            double demand = 20 + (100.0 * t / (2 * Day));
            forecaster.Observe(new Observation(At(Bin, t), Math.Min(80, demand), demand > 80));
        }

        Assert.All(forecaster.Forecast(12).Steps, static step => Assert.True(step.Quantiles.Q95 >= 80, $"{step.Quantiles}"));
        Assert.All(forecaster.Forecast(12).Steps, static step => Assert.True(step.Quantiles.Q50 >= 75, $"{step.Quantiles}"));
    }

    [Fact]
    public void Observe_OfASaturatedReadingBelowTheForecast_DoesNotBlameIt_NorLowerTheLevel()
    {
        double[] busy = Noise(2 * Day, 95, 105, seed: 1), held = Noise(12, 60, 61, seed: 2);
        EnsembleForecaster aware = Create(Bin).Feed(busy), unaware = Create(Bin).Feed(busy);
        for (int t = 0; t < held.Length; t++)
        {
            aware.Observe(new Observation(At(Bin, busy.Length + t), held[t], Saturated: true));
            unaware.Observe(new Observation(At(Bin, busy.Length + t), held[t]));
        }

        // Two instances are lost: what they would have served is still wanted.
        Quantiles kept = aware.Forecast(1).Steps[0].Quantiles, fallen = unaware.Forecast(1).Steps[0].Quantiles;
        Assert.True(kept.Q50 > 80, $"{kept}");
        Assert.True(fallen.Q50 < 80, $"{fallen}");
        Assert.Equal(0, aware.Health.ChangeAlarms);
    }

    [Fact]
    public void Forecast_BeforeTheFirstValue_IsThePrior_AndItFadesAsValuesCome()
    {
        SeriesOptions options = new() { BinSeconds = Bin, Cap = 100, Prior = new Quantiles(10, 60, 70, 90) };
        EnsembleForecaster forecaster = new(options);
        forecaster.Observe(new Observation(Start, null));

        Assert.Equal(options.Prior, forecaster.Forecast(1).Steps[0].Quantiles);
        forecaster.Feed([10], 1);
        double first = forecaster.Forecast(1).Steps[0].Quantiles.Q95;
        forecaster.Feed(Noise(100, 9, 11, seed: 3), 2);

        Assert.InRange(first, 30, 70);
        Assert.InRange(forecaster.Forecast(1).Steps[0].Quantiles.Q95, 10, 20);
    }

    [Fact]
    public void Forecast_BeforeTheFirstValue_WithoutAPrior_FollowsFromTheCap()
    {
        EnsembleForecaster forecaster = Create(Bin, cap: 100);
        forecaster.Observe(new Observation(Start, null));

        Assert.Equal(new Quantiles(50, 80, 90, 100), forecaster.Forecast(1).Steps[0].Quantiles);
    }

    [Fact]
    public void Forecast_OfASeriesThatStaysSaturated_KeepsItsSpread_AndItsBeliefFades()
    {
        // A flag that never goes away: the forecast must not confirm itself for ever.
        EnsembleForecaster forecaster = Create(Bin).Feed(Noise(2 * Day, 5, 6, seed: 4));
        double[] held = Noise(7 * Day, 1.3, 1.5, seed: 5);
        for (int t = 0; t < held.Length; t++)
        {
            forecaster.Observe(new Observation(At(Bin, (2 * Day) + t), held[t], Saturated: true));
        }

        Quantiles hour = forecaster.Forecast(12).Steps[11].Quantiles;
        Assert.InRange(hour.Q50, 1.2, 2.5);
        Assert.True(hour.Q95 > hour.Q50, $"{hour}");
    }

    [Fact]
    public void Forecast_OfACappedSeriesThatHasJustBegun_KeepsRoom()
    {
        EnsembleForecaster forecaster = new(new SeriesOptions { BinSeconds = Bin, Cap = 7 });
        forecaster.Feed([0, 0, 0], 0);

        Assert.All(forecaster.Forecast(12).Steps, static step => Assert.InRange(step.Quantiles.Q95, 1, 7));
        Assert.All(forecaster.Forecast(1).Peaks, static peak => Assert.InRange(peak.Quantiles.Q95, 1, 7));
    }
}
