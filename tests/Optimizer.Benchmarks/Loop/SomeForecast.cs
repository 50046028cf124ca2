using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Benchmarks.Loop;

/// <summary>Forecasts as large as the daemon's.</summary>
internal static class SomeForecast
{
    /// <summary>A day of five-minute steps and four peaks, with skill.</summary>
    public static SeriesForecast Of(string workload, double rate, Instant now)
    {
        Quantiles likely = new(rate, rate * 1.1, rate * 1.15, rate * 1.2);
        return new SeriesForecast
        {
            Key = new SeriesKey(SeriesScope.Workload, workload, DemandSignal.RequestRate),
            Observed = rate,
            SeenAt = now,
            Path = new ForecastPath
            {
                Origin = now,
                Bin = Duration.FromMinutes(5),
                Steps = Enumerable.Repeat(new ForecastStep(rate, likely), 288).ToValueArray(),
                Peaks = [new(Duration.FromMinutes(15), likely), new(Duration.FromHours(1), likely), new(Duration.FromHours(6), likely), new(Duration.FromHours(24), likely)],
            },
            Health = new ForecastHealth
            {
                State = ForecastState.Weekly,
                Leader = "ensemble",
                Leads =
                [
                    .. new[] { 15, 60, 180, 360, 1440 }.Select(minutes => new LeadAccuracy { From = Duration.Zero, To = Duration.FromMinutes(minutes), Matured = 100, Skill = 0.2 }),
                ],
            },
        };
    }
}
