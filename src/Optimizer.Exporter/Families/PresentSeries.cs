using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Families;

/// <summary>Which forecasts are on the page: those of what is there. The forecaster remembers what ended for weeks, so that it need not learn it again.</summary>
internal static class PresentSeries
{
    /// <summary>Longest time without a reading after which a series is still shown: an outage of its source is shorter, and its forecast is what bridges it.</summary>
    public static readonly Duration ShownFor = Duration.FromHours(1);

    /// <summary>The series to show, in their order; none without forecasts.</summary>
    public static IEnumerable<SeriesForecast> Of(DemandForecast? forecast) =>
        forecast is null ? [] : forecast.Series.Where(series => series.SeenAt is not { } seen || forecast.At - seen <= ShownFor);
}
