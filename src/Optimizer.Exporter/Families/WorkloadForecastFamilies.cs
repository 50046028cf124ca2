using System.Collections.Immutable;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Families;

/// <summary>Section J, continued: the forecast of each workload and how good it has been.</summary>
internal sealed partial class WorkloadForecastFamilies() : FamilyGroup(
    ForecastFamilies.Section, "Forecast",
    [Demand, Saturated, Forecast, State, Skill, PeakCoverage, Gap, Fallbacks, ChangeAlarms, Mase, Wql, Headroom, Leader, Refused])
{
    // What is shown without details: the median and the bound that plans are made with, the near and the far horizon.
    private static readonly ImmutableArray<string> UsualProbabilities = ["0.5", "0.95"];
    private static readonly ImmutableArray<string> UsualSkill = ["1h", "24h"];

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (SeriesForecast series in PresentSeries.Of(input.Forecast))
        {
            bool usual = series.Key.Signal is DemandSignal.ComputeSlices or DemandSignal.RequestRate;
            if (series.Key.Scope == SeriesScope.Workload && (usual || input.Options.ForecastDetails))
            {
                Write(series, input.Options.ForecastDetails, writer);
            }
        }
    }

    private static void Write(SeriesForecast series, bool details, ISeriesWriter writer)
    {
        string name = series.Key.Name;
        string signal = LabelText<DemandSignal>.Of(series.Key.Signal);
        if (series.Observed is { } observed)
        {
            writer.WriteRounded(Demand, observed, name, signal);
            writer.Write(Saturated, series.Saturated ? 1 : 0, name, signal);
        }

        foreach (PeakForecast peak in series.Path?.Peaks ?? [])
        {
            for (int at = 0; at < Quantiles.Probabilities.Length; at++)
            {
                string probability = HorizonText.OfProbability(at);
                if (HorizonText.Of(peak.Window) is { } horizon && (details || UsualProbabilities.Contains(probability)))
                {
                    writer.WriteRounded(Forecast, peak.Quantiles[at], name, signal, horizon, probability);
                }
            }
        }

        ForecastHealth health = series.Health;
        string present = LabelText<ForecastState>.Of(health.State);
        foreach (string state in LabelText<ForecastState>.All)
        {
            writer.Write(State, ReferenceEquals(state, present) ? 1 : 0, name, signal, state);
        }

        writer.WriteRounded(Gap, health.GapRatio, name, signal);
        writer.Write(Fallbacks, health.Fallbacks, name, signal);
        writer.Write(ChangeAlarms, health.ChangeAlarms, name, signal);
        WriteAccuracy(health, details, name, signal, writer);
    }

    private static void WriteAccuracy(ForecastHealth health, bool details, string name, string signal, ISeriesWriter writer)
    {
        foreach (PeakAccuracy peak in health.Peaks)
        {
            if (HorizonText.Of(peak.Window) is { } window)
            {
                writer.WriteRounded(PeakCoverage, peak.Coverage, name, signal, window);
            }
        }

        foreach (LeadAccuracy lead in health.Leads)
        {
            if (HorizonText.Of(lead.To) is not { } horizon)
            {
                continue;
            }

            if (details || UsualSkill.Contains(horizon))
            {
                writer.WriteRounded(Skill, lead.Skill, name, signal, horizon);
            }

            if (details)
            {
                writer.WriteRounded(Mase, lead.Mase, name, signal, horizon);
                writer.WriteRounded(Wql, lead.Wql, name, signal, horizon);
                writer.WriteRounded(Headroom, lead.Headroom, name, signal, horizon);
            }
        }

        if (details)
        {
            writer.Write(Leader, 1, name, signal, health.Leader);
            writer.Write(Refused, health.Refused, name, signal);
        }
    }
}
