using Optimizer.Exporter.Catalogue;
using Optimizer.Model.Demand;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>The families.</summary>
internal sealed partial class WorkloadForecastFamilies
{
    private const char Section = ForecastFamilies.Section;
    private const string OtherSignals = "signals beside compute_slices and request_rate";

    private static readonly MetricLabel Signal = Of<DemandSignal>("signal");

    private static readonly MetricFamily Demand = new("workload_demand", Gauge, "signal", Section)
    {
        Help = "Demand of a workload, mean over the last complete bin, in the unit of its signal: slices, requests per second, a gauge of its own, bytes, watts. Absent when nothing was measured.",
        Source = "activity of its instances, its own metrics, or PromQL",
        Labels = [Workload, Signal],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Saturated = new("workload_demand_saturated", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 when what serves the workload was at its limit for most of the last bin: its demand is at least what workload_demand says.",
        Source = "activity against the capacity that serves it",
        Labels = [Workload, Signal],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Forecast = new("forecast_workload_demand", Gauge, "signal", Section)
    {
        Help = "Quantile of the workload's highest bin within the horizon from now, in the unit of the signal. Absent before its first bin.",
        Source = "forecaster, from matured peaks",
        Labels = [Workload, Signal, HorizonText.PeakHorizon, HorizonText.Probability],
        OptIn = "probabilities 0.9 and 0.99; " + OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily State = new("forecast_state", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 for how much the forecast has to go on: cold under 30 bins, warming without a second day, daily, weekly.",
        Source = "forecaster",
        Labels = [Workload, Signal, Of<ForecastState>("state")],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Skill = new("forecast_pinball_skill", Gauge, "skill", Section)
    {
        Help = "1 minus quantile loss over that of the seasonal naive forecast, leads up to the horizon: above 0 the forecast is worth having, at or below it reacting alone decides.",
        Source = "matured forecasts",
        Labels = [Workload, Signal, HorizonText.LeadHorizon],
        OptIn = "horizons 15m, 3h and 6h; " + OtherSignals,
        MayBeNegative = true,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily PeakCoverage = new("forecast_peak_coverage_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Share of windows whose highest bin was at or below the 0.95 quantile forecast for it. Should be near 0.95.",
        Source = "matured peak forecasts",
        Labels = [Workload, Signal, HorizonText.Window],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Gap = new("forecast_gap_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Share of the bins of the last day without a value.",
        Source = "forecaster",
        Labels = [Workload, Signal],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Fallbacks = new("forecast_fallbacks_total", Counter, "forecasts", Section)
    {
        Help = "Forecasts whose model gave nothing usable, so that quantiles of the plain history stood in. Kept over restarts.",
        Source = "forecaster",
        Labels = [Workload, Signal],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily ChangeAlarms = new("forecast_change_alarms_total", Counter, "alarms", Section)
    {
        Help = "Times the workload's level was found to have changed for good. Kept over restarts.",
        Source = "forecaster",
        Labels = [Workload, Signal],
        OptIn = OtherSignals,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Mase = new("forecast_mase", Gauge, "naive errors", Section)
    {
        Help = "Mean absolute error of the median over that of the seasonal naive forecast, leads up to the horizon. Below 1 is better than naive.",
        Source = "matured forecasts",
        Labels = [Workload, Signal, HorizonText.LeadHorizon],
        OptIn = "all",
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Wql = new("forecast_wql", Gauge, "loss", Section)
    {
        Help = "Weighted quantile loss: twice the mean pinball loss of the four quantiles over mean demand, leads up to the horizon. Lower is better.",
        Source = "matured forecasts",
        Labels = [Workload, Signal, HorizonText.LeadHorizon],
        OptIn = "all",
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Headroom = new("forecast_headroom_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Mean distance of the 0.95 quantile above demand, over mean demand, leads up to the horizon: the price of safety. Negative when the bound was too low on average.",
        Source = "matured forecasts",
        Labels = [Workload, Signal, HorizonText.LeadHorizon],
        OptIn = "all",
        MayExceedOne = true,
        MayBeNegative = true,
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Leader = new("forecast_leader", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 for the member of the forecast with the most weight at present.",
        Source = "forecaster",
        Labels = [Workload, Signal, Open("member")],
        OptIn = "all",
        SeriesCap = SeriesCaps.Demand,
    };

    private static readonly MetricFamily Refused = new("forecast_refused_total", Counter, "samples", Section)
    {
        Help = "Samples and bins of the workload that were refused: late, out of order, duplicated, not finite or negative.",
        Source = "forecaster",
        Labels = [Workload, Signal],
        OptIn = "all",
        SeriesCap = SeriesCaps.Demand,
    };
}
