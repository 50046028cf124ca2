using System.Collections.Immutable;
using NodaTime;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>Scores of one method over many cells, relative to a control on the same cells.</summary>
/// <remarks>A cell in which either has no score, or the control's is 0, is left out of the mean of ratios.</remarks>
public sealed record RelativeScores
{
    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Cells (series and horizon) that both were scored on.</summary>
    public required int Cells { get; init; }

    /// <summary>Geometric mean over cells of MASE / the control's; below 1 is better than it.</summary>
    public double? Mase { get; init; }

    /// <summary>The same for RMSSE.</summary>
    public double? Rmsse { get; init; }

    /// <summary>The same for the weighted quantile loss.</summary>
    public double? Wql { get; init; }

    /// <summary>Mean over cells of the coverage of Q90.</summary>
    public double? Coverage90 { get; init; }

    /// <summary>Mean over cells of the coverage of Q95.</summary>
    public double? Coverage95 { get; init; }

    /// <summary>Mean over cells of the coverage of Q99.</summary>
    public double? Coverage99 { get; init; }

    /// <summary>Share of cells whose coverage of Q95 is within 0.92 to 0.98.</summary>
    public double? Within { get; init; }

    /// <summary>Share of cells whose coverage of Q95 is under 0.88.</summary>
    public double? Under88 { get; init; }

    /// <summary>Share of cells whose coverage of Q95 is under 0.90.</summary>
    public double? Under90 { get; init; }

    /// <summary>Median over cells of the headroom of Q95.</summary>
    public double? MedianHeadroom { get; init; }

    /// <summary>Median over cells of the time of a forecast, milliseconds.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Peaks by horizon, shortest first.</summary>
    public ImmutableArray<PeakSummary> Peaks { get; init; } = [];

    /// <summary>Peak forecasts of one horizon, as means over its cells.</summary>
    /// <param name="Horizon">Length of the windows.</param>
    /// <param name="Cells">Cells with peaks scored.</param>
    /// <param name="Coverage95">Share of maxima at or below the peak's Q95.</param>
    /// <param name="Pinball95">Pinball loss relative to the mean maximum.</param>
    /// <param name="Headroom95">Mean of (Q95 - maximum) / mean maximum.</param>
    public sealed record PeakSummary(Duration Horizon, int Cells, double? Coverage95, double? Pinball95, double? Headroom95);

    /// <summary>Summarises a method against a control.</summary>
    /// <param name="scores">One method's.</param>
    /// <param name="control">The control's; seasonal naive with the season known.</param>
    public static RelativeScores Of(IReadOnlyCollection<BacktestScore> scores, IReadOnlyCollection<BacktestScore> control)
    {
        (BacktestScore Own, BacktestScore Control)[] cells = [.. scores.Join(control, Cell, Cell, static (own, other) => (own, other))];
        double[] coverages = [.. cells.Select(static cell => cell.Own.Coverage95).OfType<double>()];
        return new RelativeScores
        {
            Method = scores.FirstOrDefault()?.Method ?? "",
            Cells = cells.Length,
            Mase = GeometricMean(cells, static score => score.Mase),
            Rmsse = GeometricMean(cells, static score => score.Rmsse),
            Wql = GeometricMean(cells, static score => score.Wql),
            Coverage90 = Mean(cells.Select(static cell => cell.Own.Coverage90)),
            Coverage95 = Mean(cells.Select(static cell => cell.Own.Coverage95)),
            Coverage99 = Mean(cells.Select(static cell => cell.Own.Coverage99)),
            Within = Share(coverages, static coverage => coverage is >= 0.92 and <= 0.98),
            Under88 = Share(coverages, static coverage => coverage < 0.88),
            Under90 = Share(coverages, static coverage => coverage < 0.90),
            MedianHeadroom = Median(cells.Select(static cell => cell.Own.Headroom95)),
            Milliseconds = Median(cells.Select(static cell => cell.Own.MillisecondsPerForecast)),
            Peaks =
            [
                .. cells.GroupBy(static cell => cell.Own.Horizon).OrderBy(static group => group.Key).Select(static group => new PeakSummary(
                    group.Key, group.Count(static cell => cell.Own.PeaksScored > 0), Mean(group.Select(static cell => cell.Own.PeakCoverage95)),
                    Mean(group.Select(static cell => cell.Own.PeakPinball95)), Mean(group.Select(static cell => cell.Own.PeakHeadroom95)))),
            ],
        };
    }

    /// <summary>Share of series on which a method's score, averaged over horizons, is lower than another's; a tie counts half. Null when they share no series.</summary>
    public static double? WinRate(IEnumerable<BacktestScore> scores, IEnumerable<BacktestScore> other, Func<BacktestScore, double?> of)
    {
        Dictionary<string, double> others = BySeries(other, of);
        double[] points =
        [
            .. BySeries(scores, of).Where(own => others.ContainsKey(own.Key))
                .Select(own => own.Value < others[own.Key] ? 1.0 : own.Value > others[own.Key] ? 0.0 : 0.5),
        ];
        return points.Length == 0 ? null : points.Average();
    }

    /// <summary>Geometric mean over cells of a method's score / the lowest of the others' on the same cell, chosen in hindsight. Null without common cells.</summary>
    public static double? RatioToBest(IEnumerable<BacktestScore> scores, IEnumerable<IReadOnlyCollection<BacktestScore>> others, Func<BacktestScore, double?> of)
    {
        ILookup<(string, Duration), double> best = others.SelectMany(static other => other)
            .Where(score => of(score) is not null).ToLookup(Cell, score => of(score)!.Value);
        return GeometricMean(scores.Where(score => best[Cell(score)].Any()).Select(score => (of(score), (double?)best[Cell(score)].Min())));
    }

    private static (string Series, Duration Horizon) Cell(BacktestScore score) => (score.Series, score.Horizon);

    private static Dictionary<string, double> BySeries(IEnumerable<BacktestScore> scores, Func<BacktestScore, double?> of) =>
        scores.Where(score => of(score) is not null).GroupBy(static score => score.Series).ToDictionary(static group => group.Key, group => group.Average(score => of(score)!.Value));

    private static double? GeometricMean((BacktestScore Own, BacktestScore Control)[] cells, Func<BacktestScore, double?> of) =>
        GeometricMean(cells.Select(cell => (of(cell.Own), of(cell.Control))));

    private static double? GeometricMean(IEnumerable<(double? Own, double? Other)> pairs)
    {
        // A perfect score would make the mean 0 whatever the other cells say; it counts as a thousandth of the other's.
        double[] logs = [.. pairs.Where(static pair => pair is { Own: not null, Other: > 0 }).Select(static pair => Math.Log(Math.Max(pair.Own!.Value / pair.Other!.Value, 1e-3)))];
        return logs.Length == 0 ? null : Math.Exp(logs.Average());
    }

    private static double? Mean(IEnumerable<double?> values) => values.Average();

    private static double? Share(double[] values, Func<double, bool> counts) => values.Length == 0 ? null : values.Count(counts) / (double)values.Length;

    private static double? Median(IEnumerable<double?> values)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        return sorted.Length == 0 ? null : Grid.QuantileGuard.Quantile(sorted, 0.5);
    }
}
