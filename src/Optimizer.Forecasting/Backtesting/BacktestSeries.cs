using System.Collections.Immutable;
using NodaTime;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>A series to judge methods on.</summary>
/// <param name="Name">For tables.</param>
/// <param name="BinSeconds">Length of a bin, seconds; see <see cref="SeriesOptions.BinSeconds"/>.</param>
/// <param name="Season">Main season in bins, for the scale of errors and the control; never told to the method. Null finds one.</param>
/// <param name="Start">Start of the first bin.</param>
/// <param name="Values">Bins in order; NaN is missing.</param>
public sealed record BacktestSeries(string Name, int BinSeconds, int? Season, Instant Start, ImmutableArray<double> Values)
{
    /// <summary>Most a value can be; null when nothing bounds it.</summary>
    public double? Cap { get; init; }
}
