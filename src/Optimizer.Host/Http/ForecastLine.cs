using Optimizer.Model.Demand;

namespace Optimizer.Host.Http;

/// <summary>The forecasts in one sentence, for the landing page.</summary>
internal static class ForecastLine
{
    /// <summary>The sentence, without a full stop.</summary>
    public static string Of(bool enabled, DemandForecast? forecast)
    {
        if (!enabled)
        {
            return "Forecasting is off";
        }

        if (forecast is null || forecast.Series.IsEmpty)
        {
            return "No demand has been seen yet";
        }

        int daily = 0;
        foreach (SeriesForecast series in forecast.Series)
        {
            daily += series.Health.State >= ForecastState.Daily ? 1 : 0;
        }

        string dropped = forecast.Dropped == 0 ? "" : $", {forecast.Dropped} more are not followed (forecast.max_series)";
        return $"Forecasting {forecast.Series.Count} demand series by {forecast.Health.Method}, {daily} of them knowing more than a day{dropped}";
    }
}
