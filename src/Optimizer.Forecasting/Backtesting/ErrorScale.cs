namespace Optimizer.Forecasting.Backtesting;

/// <summary>What errors are divided by: how well naive forecasts do in the history before the first origin.</summary>
/// <param name="Seasonal">Mean absolute difference of values one season apart; null when it is 0 or there is no pair.</param>
/// <param name="StepSquared">Mean squared difference of neighbours; null likewise.</param>
internal readonly record struct ErrorScale(double? Seasonal, double? StepSquared)
{
    /// <summary>Of a history without gaps. A season that is not shorter than it is replaced by 1.</summary>
    public static ErrorScale Of(ReadOnlySpan<double> history, int season)
    {
        int lag = history.Length > season ? season : 1;
        double seasonal = 0, squared = 0;
        for (int i = 1; i < history.Length; i++)
        {
            seasonal += i >= lag ? Math.Abs(history[i] - history[i - lag]) : 0;
            squared += (history[i] - history[i - 1]) * (history[i] - history[i - 1]);
        }

        return new ErrorScale(Positive(seasonal / (history.Length - lag)), Positive(squared / (history.Length - 1)));
    }

    private static double? Positive(double value) => value > 0 && double.IsFinite(value) ? value : null;
}
