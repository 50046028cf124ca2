using NodaTime;
using Optimizer.Forecasting;
using Optimizer.Host.Forecasting;

namespace Optimizer.Host.Configuration;

/// <summary>Section <c>forecast</c>.</summary>
internal static partial class Settings
{
    private const int SecondsOfADay = 86400;

    // Shorter bins would end the forecast before the 24 hours that are published: it has so many steps and no more.
    private const int ShortestBin = SecondsOfADay / ForecastLimits.MostSteps;

    /// <summary>Demand is followed and forecast.</summary>
    public static readonly SwitchSetting ForecastEnabled = new()
    {
        Key = "forecast.enabled",
        Default = true,
        Summary = "Follow the demand of each workload and forecast it.",
    };

    /// <summary>Time between two readings of demand.</summary>
    public static readonly NumberSetting ForecastPeriod = new()
    {
        Key = "forecast.period_seconds",
        Default = 10,
        Least = 1,
        Most = 3600,
        Summary = "Time between two readings of demand: the snapshot's activity, the workloads' own metrics, PromQL.",
        Why = "Six readings make a bin of a minute, so that one lost scrape leaves no hole. Doubled, bursts blur; halved, every workload is scraped twice as often.",
    };

    /// <summary>Length of a bin.</summary>
    public static readonly IntegerSetting ForecastBin = new()
    {
        Key = "forecast.bin_seconds",
        Default = 60,
        Least = ShortestBin,
        Most = SeriesOptions.MostBinSeconds,
        Divides = SecondsOfADay,
        Summary = "Readings are averaged over bins of this length; a forecast is made from each new bin.",
        Why = "Starting an instance takes about a minute, so nothing shorter can be acted on. Doubled, a rise is seen a minute later. A change discards the stored history, whose bins have the old length; every series starts anew.",
    };

    /// <summary>Length of a published step.</summary>
    public static readonly IntegerSetting ForecastPublishStep = new()
    {
        Key = "forecast.publish_step_seconds",
        Default = 600,
        Least = ShortestBin,
        Most = SeriesOptions.MostBinSeconds,
        Divides = SecondsOfADay,
        Summary = "Length of the steps in which /api/v1/forecast shows the next 24 hours, a multiple of forecast.bin_seconds.",
        Why = "144 steps a day and series. Doubled, short peaks show less in the curve (the peaks of 15 min to 24 h are published apart from it); halved, the page is twice as long.",
    };

    /// <summary>The method.</summary>
    public static readonly NameSetting ForecastMethodName = new()
    {
        Key = "forecast.method",
        Default = MethodChoice.DefaultName,
        Known = static () => MethodChoice.Names,
        Summary = "How demand is forecast; gpu-optimizer backtest compares the methods on a history of your own.",
        Why = "A change discards the stored history, which is the state of one method; every series starts anew.",
    };

    /// <summary>Most series.</summary>
    public static readonly IntegerSetting ForecastMaxSeries = new()
    {
        Key = "forecast.max_series",
        Default = 500,
        Least = 1,
        Most = 5000,
        Summary = "Most series followed; further ones are left out and counted.",
        Why = "500 series cost under 1 % of a core and up to 50 MB of memory: up to 100 KB a series. Doubled, they cost twice that.",
    };

    /// <summary>Time between two writings.</summary>
    public static readonly NumberSetting ForecastSaveInterval = new()
    {
        Key = "forecast.save_interval_seconds",
        Default = 300,
        Least = 10,
        Most = SecondsOfADay,
        Summary = "Time between two writings of what was learned to state_directory; a stop writes too.",
        Why = "What a crash loses is at most this long, and is then a gap in the history. Halved, the disk is written twice as often (up to 100 KB a series each time).",
    };

    /// <summary>How long the unseen are kept.</summary>
    public static readonly NumberSetting ForecastRetention = new()
    {
        Key = "forecast.retention_days",
        Default = 30,
        Least = 1,
        Most = 365,
        Summary = "How long the history of a workload is kept that is not seen any more.",
        Why = "A monthly job finds its history again. Doubled, dead series fill the disk for twice as long.",
    };

    /// <summary>Zone of the profiles.</summary>
    public static readonly ZoneSetting ForecastTimeZone = new()
    {
        Key = "forecast.time_zone",
        Default = DateTimeZone.Utc,
        Summary = "Time zone in which the users of this node live: daily and weekly patterns follow its clock through daylight saving.",
        Why = "UTC suits users all over the world. Stored times are UTC whatever this says.",
    };

    internal static Setting[] ForecastSettings() =>
    [
        ForecastEnabled, ForecastMethodName, ForecastPeriod, ForecastBin, ForecastPublishStep, ForecastTimeZone, ForecastMaxSeries,
        ForecastSaveInterval, ForecastRetention,
    ];
}
