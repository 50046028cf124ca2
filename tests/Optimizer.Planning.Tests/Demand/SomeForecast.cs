using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Planning.Tests.Demand;

/// <summary>Forecasts with peaks of 15 min, 1 h, 6 h and 24 h; a test says only what it is about.</summary>
internal static class SomeForecast
{
    private static readonly Duration[] Windows = [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(6), Duration.FromHours(24)];
    private static readonly Duration[] Leads = [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(3), Duration.FromHours(6), Duration.FromHours(24)];

    /// <summary>Q95 of the four peaks; Q99 is a tenth more, Q50 half. Skill holds for every lead.</summary>
    internal static SeriesForecast Of(double observed, double quarter, double hour, double? skill = 0.31, double sixHours = 0, double mean = 1)
    {
        double six = Math.Max(sixHours, hour);
        return new SeriesForecast
        {
            Key = new SeriesKey(SeriesScope.Workload, "chat", DemandSignal.RequestRate),
            Observed = observed,
            SeenAt = Some.Noon - Duration.FromMinutes(1),
            Path = new ForecastPath
            {
                Origin = Some.Noon,
                Bin = Duration.FromMinutes(15),
                Steps = Enumerable.Repeat(new ForecastStep(mean, Peak(quarter)), 96).ToValueArray(),
                Peaks = Windows.Zip((double[])[quarter, hour, six, six], (window, q95) => new PeakForecast(window, Peak(q95))).ToValueArray(),
            },
            Health = new ForecastHealth
            {
                State = ForecastState.Daily,
                Leader = "test",
                Leads = Leads.Select(to => new LeadAccuracy { From = Duration.Zero, To = to, Matured = 100, Skill = skill }).ToValueArray(),
            },
        };
    }

    internal static SeriesForecast Cold(this SeriesForecast forecast) => forecast with { Health = forecast.Health with { State = ForecastState.Cold } };

    private static Quantiles Peak(double q95) => new(q95 * 0.5, q95 * 0.9, q95, q95 * 1.1);
}
