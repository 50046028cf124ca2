using NodaTime;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Demand;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section J: the demand of classes of workloads and the forecasts the planner works with.</summary>
internal sealed class ForecastFamilies() : FamilyGroup(Section, "Forecast", [Demand, Forecast, Error, Coverage, Model, LastFit])
{
    internal const char Section = 'J';

    private static readonly MetricLabel Class = Open("class");

    private static readonly MetricFamily Demand = new("demand_slices", Gauge, "slices", Section)
    {
        Help = "Compute slices kept busy by the workloads of a class, mean over the last complete bin. Absent when nothing was measured in it.",
        Source = "SM activity of the workloads' instances, summed",
        Labels = [Class],
        SeriesCap = SeriesCaps.Classes,
    };

    private static readonly MetricFamily Forecast = new("forecast_demand_slices", Gauge, "slices", Section)
    {
        Help = "Quantile of the highest bin of a class within the horizon from now: the peak the planner must serve, not the mean at its end.",
        Source = "forecaster, from matured peaks",
        Labels = [Class, HorizonText.PeakHorizon, HorizonText.Probability],
        SeriesCap = SeriesCaps.Classes,
    };

    private static readonly MetricFamily Error = new("forecast_error_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Mean absolute error of the median forecast over mean demand, for leads up to the horizon; recent forecasts weigh most. Absent before any matured.",
        Source = "matured forecasts",
        Labels = [Class, HorizonText.LeadHorizon],
        MayExceedOne = true,
        SeriesCap = SeriesCaps.Classes,
    };

    private static readonly MetricFamily Coverage = new("forecast_coverage_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Share of matured forecasts whose demand was at or below the quantile, for leads up to the horizon. Should equal the probability.",
        Source = "matured forecasts",
        Labels = [Class, HorizonText.LeadHorizon, HorizonText.Probability],
        SeriesCap = SeriesCaps.Classes,
    };

    private static readonly MetricFamily Model = new("forecast_model_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "How demand is forecast; revision is that of the program. Always 1.",
        Source = "configuration",
        Labels = [Open("model"), Open("revision")],
        SeriesCap = 1,
    };

    private static readonly MetricFamily LastFit = new("forecast_last_fit_timestamp_seconds", Gauge, MetricUnit.Seconds, Section)
    {
        Help = "When the slow parts of any series' forecaster were last fitted, in unix time. Absent before, and for a model without such parts.",
        Source = "forecaster",
        Labels = [Open("model")],
        SeriesCap = 1,
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Forecast is not { } forecast)
        {
            return;
        }

        Instant? fitted = null;
        foreach (SeriesForecast series in forecast.Series)
        {
            if (series.FittedAt is { } at)
            {
                fitted = fitted is { } latest ? Instant.Max(latest, at) : at;
            }
        }

        foreach (SeriesForecast series in PresentSeries.Of(forecast).Where(static series => series.Key is { Scope: SeriesScope.Class, Signal: DemandSignal.ComputeSlices }))
        {
            WriteClass(series, writer);
        }

        writer.Write(Model, 1, forecast.Health.Method, input.Options.Build.Version);
        writer.Write(LastFit, fitted, forecast.Health.Method);
    }

    private static void WriteClass(SeriesForecast series, ISeriesWriter writer)
    {
        string name = series.Key.Name;
        writer.WriteRounded(Demand, series.Observed, name);
        foreach (PeakForecast peak in series.Path?.Peaks ?? [])
        {
            if (HorizonText.Of(peak.Window) is { } horizon)
            {
                for (int at = 0; at < Quantiles.Probabilities.Length; at++)
                {
                    writer.WriteRounded(Forecast, peak.Quantiles[at], name, horizon, HorizonText.OfProbability(at));
                }
            }
        }

        foreach (LeadAccuracy lead in series.Health.Leads)
        {
            if (HorizonText.Of(lead.To) is { } horizon)
            {
                writer.WriteRounded(Error, lead.Wape, name, horizon);
                for (int at = 0; at < lead.Coverage.Count; at++)
                {
                    writer.WriteRounded(Coverage, lead.Coverage[at], name, horizon, HorizonText.OfProbability(at));
                }
            }
        }
    }
}
