using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Json;

/// <summary>The document behind <c>/api/v1/forecast</c>. Members as in the model's types of the same names.</summary>
/// <param name="At">When the forecasts were published.</param>
/// <param name="Dropped">Series not followed.</param>
/// <param name="Health">How the forecasting as a whole is doing.</param>
/// <param name="Series">The series asked for, ordered by scope, name and signal.</param>
internal sealed record ForecastDocument(Instant At, int Dropped, ForecasterHealth Health, ValueArray<ForecastDocument.OneSeries> Series)
{
    /// <summary>Takes what the filter asks for.</summary>
    public static ForecastDocument From(DemandForecast forecast, ForecastFilter filter) => new(
        forecast.At,
        forecast.Dropped,
        forecast.Health,
        forecast.Series.Where(series => filter.Shows(series.Key)).Select(series => Of(series, filter.Steps)).ToValueArray());

    private static OneSeries Of(SeriesForecast series, bool steps) => new(
        series.Key.Scope, series.Key.Name, series.Key.Signal, series.Observed, series.Observed is null ? null : series.Saturated, series.Cap,
        series.Health.State, series.Health.Leader, series.SeenAt, series.FittedAt, series.Path is { } path ? path.Origin + path.Bin : null,
        series.Path?.Peaks ?? [], series.Health, steps && series.Path is { } shown ? Path.Of(shown) : null);

    /// <summary>One series.</summary>
    /// <param name="Scope">Whose demand.</param>
    /// <param name="Name">Workload, class or GPU UUID.</param>
    /// <param name="Signal">What is measured.</param>
    /// <param name="Observed">Mean over the last complete bin.</param>
    /// <param name="Saturated">The observed value is a lower bound.</param>
    /// <param name="Cap">Most the series can be.</param>
    /// <param name="State">How much the forecast has to go on.</param>
    /// <param name="Leader">Member with the most weight.</param>
    /// <param name="SeenAt">When its last reading was taken.</param>
    /// <param name="FittedAt">Last fit of the slow parts.</param>
    /// <param name="ForecastFrom">End of the last known bin: windows and steps begin here.</param>
    /// <param name="Peaks">Quantiles of the highest bin within each window.</param>
    /// <param name="Health">Accuracy by lead and window, and counters.</param>
    /// <param name="Path">Step by step, where asked for.</param>
    internal sealed record OneSeries(
        SeriesScope Scope,
        string Name,
        DemandSignal Signal,
        double? Observed,
        bool? Saturated,
        double? Cap,
        ForecastState State,
        string Leader,
        Instant? SeenAt,
        Instant? FittedAt,
        Instant? ForecastFrom,
        ValueArray<PeakForecast> Peaks,
        ForecastHealth Health,
        Path? Path);

    /// <summary>The steps.</summary>
    /// <param name="Start">Start of the first one.</param>
    /// <param name="Step">Length of each.</param>
    /// <param name="Steps">In order.</param>
    internal sealed record Path(Instant Start, Duration Step, ValueArray<ForecastStep> Steps)
    {
        public static Path Of(ForecastPath path) => new(path.Origin + path.Bin, path.Bin, path.Steps);
    }
}
