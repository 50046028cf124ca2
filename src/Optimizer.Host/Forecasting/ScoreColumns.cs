using System.Collections.Immutable;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Host.Forecasting;

/// <summary>The scores by the names they have in CSV and JSON, in order.</summary>
internal static class ScoreColumns
{
    /// <summary>Name and value of each; a value is null where a score is not defined.</summary>
    public static ImmutableArray<KeyValuePair<string, Func<BacktestScore, double?>>> All { get; } =
    [
        new("mase", static score => score.Mase),
        new("rmsse", static score => score.Rmsse),
        new("smape", static score => score.Smape),
        new("wql", static score => score.Wql),
        new("wql_scaled", static score => score.WqlScaled),
        new("pinball50", static score => score.Pinball50),
        new("pinball90", static score => score.Pinball90),
        new("pinball95", static score => score.Pinball95),
        new("pinball99", static score => score.Pinball99),
        new("cov90", static score => score.Coverage90),
        new("cov95", static score => score.Coverage95),
        new("cov99", static score => score.Coverage99),
        new("headroom95", static score => score.Headroom95),
        new("peakcov95", static score => score.PathPeakCoverage95),
        new("peakq95_cov", static score => score.PeakCoverage95),
        new("peakq95_pinball_rel", static score => score.PeakPinball95),
        new("peakq95_headroom", static score => score.PeakHeadroom95),
        new("ms_per_forecast", static score => score.MillisecondsPerForecast),
    ];
}
