using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>Forecasts with everything in them, and with little.</summary>
internal static class SomeForecast
{
    public static readonly Instant At = Some.Start + Duration.FromHours(9);

    public static DemandForecast Of(params SeriesForecast[] series) => new()
    {
        At = At,
        Series = series.OrderBy(static one => one.Key).ToValueArray(),
        Dropped = 2,
        Health = new ForecasterHealth
        {
            Method = "ensemble",
            Updates = 100,
            UpdateTime = Duration.FromMilliseconds(50),
            LongestUpdate = Duration.FromMilliseconds(20),
            Restarts = 1,
            SavedAt = At - Duration.FromMinutes(2),
            Refused = Enum.GetValues<SampleRefusal>().Select(static reason => new SampleRefusalCount(reason, (long)reason)).ToValueArray(),
            Troubles = [new DemandTroubleCount("scrape", "unreachable", 3)],
        },
    };

    /// <summary>A class and a workload with all there is to say.</summary>
    public static DemandForecast Full() => Of(
        Series("guaranteed", scope: SeriesScope.Class), Series("chat-7b"), Series("chat-7b", DemandSignal.RequestRate), Series("chat-7b", DemandSignal.MemoryBytes));

    public static SeriesForecast Series(string name, DemandSignal signal = DemandSignal.ComputeSlices, SeriesScope scope = SeriesScope.Workload) => new()
    {
        Key = new SeriesKey(scope, name, signal),
        Observed = 2.5,
        Saturated = true,
        Cap = 56,
        Path = Path(),
        SeenAt = At - Duration.FromSeconds(10),
        FittedAt = At - Duration.FromMinutes(30),
        Health = new ForecastHealth
        {
            State = ForecastState.Daily,
            Leader = "ssa-8",
            GapRatio = 0.01,
            ChangeAlarms = 2,
            Fallbacks = 1,
            Refused = 4,
            Leads = Leads(),
            Peaks = Windows(15, 60, 360, 1440).Select(static window => new PeakAccuracy(window, 40, 0.96, 0.2)).ToValueArray(),
        },
    };

    /// <summary>A series that was only just seen.</summary>
    public static SeriesForecast New(string name) => new()
    {
        Key = new SeriesKey(SeriesScope.Workload, name, DemandSignal.ComputeSlices),
        Health = new ForecastHealth { State = ForecastState.Cold, Leader = "last" },
    };

    private static ForecastPath Path() => new()
    {
        Origin = At - Duration.FromMinutes(10),
        Bin = Duration.FromMinutes(10),
        Steps = [new ForecastStep(2, new Quantiles(1, 2, 3, 4)), new ForecastStep(2.5, new Quantiles(1.5, 2.5, 3.5, 4.5))],
        Peaks = Windows(15, 60, 360, 1440).Select(static (window, at) => new PeakForecast(window, new Quantiles(2 + at, 3 + at, 4 + at, 5 + at))).ToValueArray(),
    };

    private static ValueArray<LeadAccuracy> Leads()
    {
        Duration[] ends = [.. Windows(15, 60, 180, 360, 1440)];
        return ends.Select((end, at) => new LeadAccuracy
        {
            From = at == 0 ? Duration.Zero : ends[at - 1],
            To = end,
            Matured = 100 - at,
            Mase = 0.7,
            Wql = 0.3,
            Skill = -0.1,
            Wape = 1.2, // sparse demand: the error may be larger than what there is
            Coverage = [0.5, 0.9, 0.95, 1],
            Headroom = -0.05,
        }).ToValueArray();
    }

    private static IEnumerable<Duration> Windows(params int[] minutes) => minutes.Select(static length => Duration.FromMinutes(length));
}
