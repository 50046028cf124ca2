using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Baselines;

/// <summary>The mean of the last hour, with its own spread as the error. The spread of an hour is less than that of a day, so its bounds are too narrow.</summary>
internal sealed class MovingAverageForecaster(SeriesOptions options) : HistoryForecaster(options, MethodName, Math.Max(8, 7 * 86_400 / Math.Max(60, options.BinSeconds)))
{
    /// <summary>Stable name.</summary>
    public const string MethodName = "moving-average";

    private const int WindowSeconds = 3600;

    private int Window => Math.Max(2, WindowSeconds / Options.BinSeconds);

    protected override void Predict(Span<ForecastStep> steps)
    {
        double[] known = [.. History.Last(Window).Where(static value => !double.IsNaN(value))];
        if (known.Length == 0)
        {
            // Nothing in the last hour: all that is held.
            known = [.. History.Last(History.Capacity).Where(static value => !double.IsNaN(value))];
        }

        double mean = known.Average(), squares = known.Sum(value => (value - mean) * (value - mean));
        double deviation = known.Length < 2 ? mean : Math.Sqrt(squares / (known.Length - 1));
        steps.Fill(Gaussian(mean, deviation));
    }

    protected override Quantiles PredictPeak(int bins)
    {
        double[] values = History.Last(History.Capacity);
        return PeakSample.OfRatios(values, bins, Levels(values), Options.Cap);
    }

    /// <summary>Mean of the hour that ends with each bin.</summary>
    private double[] Levels(double[] values)
    {
        double[] levels = new double[values.Length];
        int window = Window;
        for (int i = 0; i < values.Length; i++)
        {
            // Summed anew: a running sum would carry the rounding of values long gone.
            double sum = 0;
            int known = 0;
            for (int j = Math.Max(0, i - window + 1); j <= i; j++)
            {
                sum += double.IsNaN(values[j]) ? 0 : values[j];
                known += double.IsNaN(values[j]) ? 0 : 1;
            }

            levels[i] = known == 0 ? double.NaN : sum / known;
        }

        return levels;
    }
}
