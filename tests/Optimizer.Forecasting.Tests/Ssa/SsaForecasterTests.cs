using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Forecasting.Ssa;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Tests.Ssa;

public sealed class SsaForecasterTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    [Fact]
    public void Forecast_OfANoisyDay_FollowsItWithBoundsThatHold()
    {
        Random random = new(3);
        double Truth(int t) => 100 + (50 * Math.Sin(2 * Math.PI * t / 144));
        double[] values = [.. Enumerable.Range(0, 8 * 144).Select(t => Truth(t) + (20 * (random.NextDouble() - 0.5)))];
        SsaForecaster forecaster = Fed(values.Take(7 * 144), new SsaOptions { RefitEvery = 200 });

        ForecastPath path = forecaster.Forecast(144);

        double error = Enumerable.Range(0, 144).Average(h => Math.Abs(path.Steps[h].Quantiles.Q50 - Truth((7 * 144) + h)));
        int covered = Enumerable.Range(0, 144).Count(h => values[(7 * 144) + h] <= path.Steps[h].Quantiles.Q95);
        Assert.InRange(error, 0, 5);
        Assert.InRange(covered / 144.0, 0.9, 1);
        Assert.InRange(path.Peaks[^1].Quantiles.Q95, 150, 180);
    }

    [Fact]
    public void Forecast_AfterARestartGap_KeepsThePhase()
    {
        double[] values = [.. Enumerable.Range(0, 6 * 144).Select(static t => t is >= 700 and < 736 ? double.NaN : 100 + (50 * Math.Sin(2 * Math.PI * t / 144)))];

        ForecastPath path = Fed(values, new SsaOptions { RefitEvery = 200 }).Forecast(36);

        Assert.All(Enumerable.Range(0, 36), h => Assert.InRange(path.Steps[h].Quantiles.Q50 - (100 + (50 * Math.Sin(2 * Math.PI * h / 144))), -3, 3));
    }

    [Fact]
    public void Observe_NotAdaptive_FitsOnceWhenTheTrainingRangeIsFull()
    {
        SsaOptions options = new() { IsAdaptive = false, WindowSize = 24, TrainSize = 100 };
        double[] values = [.. Enumerable.Range(0, 300).Select(static t => 10 + Math.Sin(t) + (0.01 * t))];

        Assert.Null(Fed(values.Take(99), options).Fit);
        SsaFit? first = Fed(values.Take(100), options).Fit, later = Fed(values, options).Fit;

        Assert.NotNull(first);
        Assert.Equal(first.Model.Subspace.Vectors, later!.Model.Subspace.Vectors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1e20)]
    [InlineData(1e-20)]
    public void Forecast_OfAConstant_IsTheConstant(double value)
    {
        ForecastPath path = Fed(Enumerable.Repeat(value, 200)).Forecast(100);

        Assert.All(path.Steps, step => Assert.InRange(step.Quantiles.Q99, value * (1 - 1e-6), value * (1 + 1e-6)));
    }

    [Fact]
    public void Forecast_OfAnySeries_IsFiniteAndNotNegative()
    {
        double[] kinds = [0, 0, 0, 1, 3, 1e-200, 1e200, double.NaN, 50, 7];
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            // Long enough to be fitted, several windows over.
            double[] values = [.. Enumerable.Range(0, 120).Select(t => bytes.Length == 0 ? t : kinds[bytes[(t * t) % bytes.Length] % kinds.Length] + (t % 5))];
            ForecastPath path = Fed(values).Forecast(50);
            return path.Steps.All(static step => double.IsFinite(step.Mean) && step.Mean >= 0 && step.Quantiles.Q50 <= step.Quantiles.Q99 && double.IsFinite(step.Quantiles.Q99));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static SsaForecaster Fed(IEnumerable<double> values, SsaOptions? options = null)
    {
        SsaForecaster forecaster = new(new SeriesOptions { BinSeconds = 600 }, options);
        int t = 0;
        foreach (double value in values)
        {
            forecaster.Observe(new Observation(Start + Duration.FromMinutes(10 * t++), double.IsNaN(value) ? null : value));
        }

        return forecaster;
    }
}
