using NodaTime;
using Optimizer.Forecasting;

namespace Optimizer.Control.Demand;

/// <summary>How demand is folded into bins, forecast, published and kept.</summary>
public sealed record DemandForecasterOptions
{
    /// <summary>How every series is forecast.</summary>
    public required ForecastMethod Method { get; init; }

    /// <summary>Length of a bin, seconds; a divisor of a day. Default a minute: halved, forecasting costs twice the CPU and a scrape each 10 s leaves three samples in a bin.</summary>
    public int BinSeconds { get; init; } = 60;

    /// <summary>Samples a bin needs, or it is missing. Default 1.</summary>
    public int LeastSamplesPerBin { get; init; } = 1;

    /// <summary>Resolution of the published path; a whole number of bins.</summary>
    public Duration PublishStep { get; init; } = Duration.FromMinutes(10);

    /// <summary>How far the published path reaches; cut to <see cref="ForecastLimits.MostSteps"/> bins.</summary>
    public Duration Reach { get; init; } = Duration.FromHours(24);

    /// <summary>Most series followed. Default 500: 100 KB and 1.2 ms a minute each are 50 MB and 1 % of a core.</summary>
    public int MostSeries { get; init; } = 500;

    /// <summary>A series without a sample for so long is forgotten. Default two weeks: a weekly job is still known the next time.</summary>
    public Duration Retention { get; init; } = Duration.FromDays(14);

    /// <summary>Time between two savings: what a crash costs.</summary>
    public Duration SaveInterval { get; init; } = Duration.FromMinutes(5);

    /// <summary>Zone of daily and weekly profiles; null is UTC.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>Bins are closed a little later for each series than for the one before, so that the work of many spreads. False in replay, where nobody waits and it would only make forecasts late.</summary>
    public bool SpreadsWork { get; init; } = true;

    /// <summary>Length of a bin.</summary>
    internal Duration Bin => Duration.FromSeconds(BinSeconds);

    /// <summary>Bins in one step of the published path.</summary>
    internal int BinsPerStep => Math.Max(1, (int)(PublishStep.TotalSeconds / BinSeconds));

    /// <summary>Bins forecast: whole published steps, at least one.</summary>
    internal int Steps
    {
        get
        {
            int bins = (int)Math.Min(ForecastLimits.MostSteps, Reach.TotalSeconds / BinSeconds);
            return Math.Max(bins - (bins % BinsPerStep), Math.Min(BinsPerStep, ForecastLimits.MostSteps));
        }
    }

    /// <summary>Number of the bin a time lies in, from 1970.</summary>
    internal long BinOf(Instant at) => (long)Math.Floor((at - NodaConstants.UnixEpoch).TotalSeconds / BinSeconds);

    /// <summary>Start of a bin.</summary>
    internal Instant StartOf(long bin) => NodaConstants.UnixEpoch + Duration.FromSeconds(bin * BinSeconds);
}
