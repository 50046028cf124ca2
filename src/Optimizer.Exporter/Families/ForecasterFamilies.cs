using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Demand;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section J, concluded: how the forecasting of the node is doing as a whole.</summary>
internal sealed class ForecasterFamilies() : FamilyGroup(
    Section, "Forecast",
    [Series, Dropped, Updates, UpdateSeconds, LongestUpdate, Restarts, Refused, Troubles, ClockHeld, StoreSetAside, SaveFailures, LastSave])
{
    private const char Section = ForecastFamilies.Section;

    private static readonly MetricFamily Series = new("forecast_series", Gauge, "series", Section)
    {
        Help = "Demand series followed, of workloads, classes and GPUs.",
        Source = "forecaster",
        Labels = [Of<SeriesScope>("scope")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Dropped = new("forecast_series_dropped", Gauge, "series", Section)
    {
        Help = "Demand series seen within the last hour and not followed, because forecast.max_series are.",
        Source = "forecaster",
        SeriesCap = 1,
    };

    private static readonly MetricFamily Updates = new("forecast_updates_total", Counter, "updates", Section)
    {
        Help = "Bins taken by forecasters and forecasts made from them.",
        Source = "forecaster",
        SeriesCap = 1,
    };

    private static readonly MetricFamily UpdateSeconds = new("forecast_update_seconds_total", Counter, MetricUnit.Seconds, Section)
    {
        Help = "Time spent in updates, refits included; over forecast_updates_total it is the cost of one.",
        Source = "forecaster's stopwatch",
        SeriesCap = 1,
    };

    private static readonly MetricFamily LongestUpdate = new("forecast_longest_update_seconds", Gauge, MetricUnit.Seconds, Section)
    {
        Help = "The longest single update since the start, as a rule a refit.",
        Source = "forecaster's stopwatch",
        SeriesCap = 1,
    };

    private static readonly MetricFamily Restarts = new("forecast_restarts_total", Counter, "restarts", Section)
    {
        Help = "Times the forecaster of one series failed and started anew with nothing known.",
        Source = "forecaster",
        SeriesCap = 1,
    };

    private static readonly MetricFamily Refused = new("forecast_samples_refused_total", Counter, "samples", Section)
    {
        Help = "Demand samples that were not taken, by reason.",
        Source = "forecaster",
        Labels = [Of<SampleRefusal>("reason")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Troubles = new("demand_troubles_total", Counter, "readings", Section)
    {
        Help = "Readings of demand that failed or are weak, by source and reason. Only what happened.",
        Source = "demand intake",
        Labels =
        [
            Closed("source", "snapshot", "scrape", "promql", "backfill"),
            Closed(
                "reason", "deadline", "unreachable", "status", "too_large", "garbage", "missing", "refused", "bad_value", "not_configured", "shared_instance", "unreadable"),
        ],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily ClockHeld = new("forecast_clock_held", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 while nothing is recorded because the wall clock stepped by more than an hour and has not run evenly for ten minutes since.",
        Source = "forecaster",
        SeriesCap = 1,
    };

    private static readonly MetricFamily StoreSetAside = new("forecast_store_set_aside_total", Counter, "states", Section)
    {
        Help = "Files and rows of saved forecast state that could not be trusted and were set aside.",
        Source = "forecast store",
        SeriesCap = 1,
    };

    private static readonly MetricFamily SaveFailures = new("forecast_save_failures_total", Counter, "savings", Section)
    {
        Help = "Savings of the forecast state that the disk refused.",
        Source = "forecast store",
        SeriesCap = 1,
    };

    private static readonly MetricFamily LastSave = new("forecast_last_save_timestamp_seconds", Gauge, MetricUnit.Seconds, Section)
    {
        Help = "When the forecast state was last saved, in unix time. Absent where it is not kept.",
        Source = "forecast store",
        SeriesCap = 1,
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Forecast is not { } forecast)
        {
            return;
        }

        Span<int> series = stackalloc int[LabelText<SeriesScope>.All.Length];
        foreach (SeriesForecast followed in forecast.Series)
        {
            series[(int)followed.Key.Scope]++;
        }

        for (int scope = 0; scope < series.Length; scope++)
        {
            writer.Write(Series, series[scope], LabelText<SeriesScope>.All[scope]);
        }

        ForecasterHealth health = forecast.Health;
        writer.Write(Dropped, forecast.Dropped);
        writer.Write(Updates, health.Updates);
        writer.Write(UpdateSeconds, health.UpdateTime.TotalSeconds);
        writer.Write(LongestUpdate, health.LongestUpdate.TotalSeconds);
        writer.Write(Restarts, health.Restarts);
        writer.Write(ClockHeld, health.ClockHeld ? 1 : 0);
        writer.Write(StoreSetAside, health.StoreSetAside);
        writer.Write(SaveFailures, health.SaveFailures);
        writer.Write(LastSave, health.SavedAt);
        foreach (SampleRefusalCount refused in health.Refused)
        {
            writer.Write(Refused, refused.Count, LabelText<SampleRefusal>.Of(refused.Reason));
        }

        foreach (DemandTroubleCount trouble in health.Troubles)
        {
            writer.Write(Troubles, trouble.Count, trouble.Source, trouble.Reason);
        }
    }
}
