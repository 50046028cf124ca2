using Optimizer.Forecasting.Backtesting;
using Optimizer.Forecasting.Baselines;
using Optimizer.Forecasting.Ensemble;
using Optimizer.Forecasting.Tests.Traces;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class ColdStartTests
{
    [Fact]
    public void Forecast_InTheFirstSixHours_IsOnAverageNoWorseThanTheBestPlainMethod()
    {
        double ensemble = 0, histogram = 0, naive = 0;
        foreach (BacktestSeries series in TraceFolder.Read(TraceFolder.Default))
        {
            ensemble += Loss(EnsembleForecaster.MethodName, series);
            histogram += Loss(HistogramForecaster.MethodName, series);
            naive += Loss(NaiveForecaster.MethodName, series);
        }

        Assert.True(ensemble <= Math.Min(histogram, naive), $"ensemble {ensemble}, histogram {histogram}, last value {naive}");
    }

    /// <summary>Pinball loss relative to the values, of all that is forecast within the first six hours; the series is begun at ten of its bins.</summary>
    private static double Loss(string method, BacktestSeries series)
    {
        int six = Math.Min(21_600 / series.BinSeconds, series.Values.Length / 2), every = Math.Max(1, six / 36);
        double loss = 0, size = 0;
        for (int begin = 0; begin + six <= series.Values.Length; begin += Math.Max(six, series.Values.Length / 10))
        {
            IForecaster forecaster = ForecastMethods.Find(method)!.Create(new SeriesOptions { BinSeconds = series.BinSeconds });
            for (int t = 0; t < six - 1; t++)
            {
                double value = series.Values[begin + t];
                forecaster.Observe(new Observation(GeneratedSeries.At(series.BinSeconds, begin + t), double.IsNaN(value) ? null : value));
                if (t % every == 0)
                {
                    Add(forecaster.Forecast(six - 1 - t), series, begin + t + 1, ref loss, ref size);
                }
            }
        }

        return loss / size;
    }

    private static void Add(ForecastPath path, BacktestSeries series, int from, ref double loss, ref double size)
    {
        for (int i = 0; i < path.Steps.Count; i++)
        {
            double truth = series.Values[from + i];
            for (int q = 0; q < 4 && !double.IsNaN(truth); q++)
            {
                loss += ExpertPool.Pinball(truth - path.Steps[i].Quantiles[q], Quantiles.Probabilities[q]) / 2;
                size += truth / 4;
            }
        }
    }
}
