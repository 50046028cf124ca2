using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Baselines;

/// <summary>The last value, with the errors of a random walk.</summary>
/// <remarks>After Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2 and 5.5. The bounds grow with the root of the lead, which is far too wide beyond an hour.</remarks>
internal sealed class NaiveForecaster(SeriesOptions options) : HistoryForecaster(options, MethodName, 12_288)
{
    /// <summary>Stable name.</summary>
    public const string MethodName = "naive";

    protected override void Predict(Span<ForecastStep> steps)
    {
        (double last, double deviation) = Walk();
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = Gaussian(last, deviation * Math.Sqrt(i + 1));
        }
    }

    /// <summary>By the reflection principle the highest point of a random walk over n steps is distributed as the absolute value of its end, to a good approximation.</summary>
    protected override Quantiles PredictPeak(int bins)
    {
        (double last, double deviation) = Walk();
        double end = deviation * Math.Sqrt(bins);

        // Quantile p of |N| is quantile (1 + p) / 2 of N.
        return QuantileGuard.Order(last + (0.6745 * end), last + (1.6449 * end), last + (1.9600 * end), last + (2.5758 * end), Options.Cap);
    }

    private (double Last, double Deviation) Walk()
    {
        double last = double.NaN, squares = 0;
        long pairs = 0;
        for (long index = History.FirstIndex; index <= History.LastIndex; index++)
        {
            double value = History.Value(index), difference = value - History.Value(index - 1);
            last = double.IsNaN(value) ? last : value;
            squares += double.IsNaN(difference) ? 0 : difference * difference;
            pairs += double.IsNaN(difference) ? 0 : 1;
        }

        return (last, pairs == 0 ? last : Math.Sqrt(squares / pairs));
    }
}
