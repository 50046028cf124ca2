using System.Globalization;
using System.Text;
using NodaTime;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>What a run says of the goals, as Markdown tables.</summary>
internal static class GoalTables
{
    /// <summary>Seasonal naive that is told the season: what scores are relative to.</summary>
    public const string Control = "control";

    public static string Cells(Dictionary<string, List<BacktestScore>> scores)
    {
        StringBuilder table = new();
        table.AppendLine("| series | horizon | method | mase | rmsse | smape | wql | cov90 | cov95 | cov99 | headroom95 | peak in path | peak cov95 | peak pinball | peak headroom | ms |");
        table.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (BacktestScore score in scores.Values.SelectMany(static own => own).OrderBy(static score => score.Series, StringComparer.Ordinal).ThenBy(static score => score.Horizon))
        {
            table.AppendLine(
                $"| {score.Series} | {Hours(score.Horizon)} | {score.Method} | {Number(score.Mase)} | {Number(score.Rmsse)} | {Number(score.Smape, "0")} | {Number(score.Wql)} | "
                + $"{Number(score.Coverage90)} | {Number(score.Coverage95)} | {Number(score.Coverage99)} | {Number(score.Headroom95, "0.00")} | {Number(score.PathPeakCoverage95, "0.00")} | "
                + $"{Number(score.PeakCoverage95, "0.00")} | {Number(score.PeakPinball95)} | {Number(score.PeakHeadroom95, "0.00")} | {Number(score.MillisecondsPerForecast)} |");
        }

        return table.ToString();
    }

    public static string Methods(Dictionary<string, List<BacktestScore>> scores)
    {
        StringBuilder table = new();
        table.AppendLine("F1, F2, F6, F7, F8: relative to seasonal naive with the season known, over cells");
        table.AppendLine("| method | cells | rel MASE | rel RMSSE | rel wQL | cov90 | cov95 | cov99 | in 0.92-0.98 | under 0.88 | under 0.90 | headroom | ms |");
        table.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (RelativeScores row in Relative(scores))
        {
            table.AppendLine(
                $"| {row.Method} | {row.Cells} | {Number(row.Mase)} | {Number(row.Rmsse)} | {Number(row.Wql)} | {Number(row.Coverage90)} | {Number(row.Coverage95)} | {Number(row.Coverage99)} | "
                + $"{Number(row.Within, "0%")} | {Number(row.Under88, "0%")} | {Number(row.Under90, "0%")} | {Number(row.MedianHeadroom)} | {Number(row.Milliseconds)} |");
        }

        return table.ToString();
    }

    public static string Peaks(Dictionary<string, List<BacktestScore>> scores)
    {
        Duration[] horizons = [.. scores.Values.SelectMany(static own => own).Select(static score => score.Horizon).Distinct().Order()];
        StringBuilder table = new();
        table.AppendLine("F9: direct Q95 of the maximum: coverage / pinball relative to mean peak / headroom");
        table.AppendLine($"| method | {string.Join(" | ", horizons.Select(Hours))} |");
        table.AppendLine($"|---|{string.Concat(Enumerable.Repeat("---|", horizons.Length))}");
        foreach (RelativeScores row in Relative(scores))
        {
            IEnumerable<string> cells = horizons.Select(horizon => row.Peaks.FirstOrDefault(peak => peak.Horizon == horizon))
                .Select(static peak => $"{Number(peak?.Coverage95, "0.00")} / {Number(peak?.Pinball95)} / {Number(peak?.Headroom95, "0.00")}");
            table.AppendLine($"| {row.Method} | {string.Join(" | ", cells)} |");
        }

        return table.ToString();
    }

    public static string Comparisons(Dictionary<string, List<BacktestScore>> scores)
    {
        StringBuilder table = new();
        table.AppendLine("F3: share of series with lower MASE / wQL than the method of the column; F4: ratio to the best other method per cell in hindsight, MASE / wQL");
        table.AppendLine($"| method | {string.Join(" | ", scores.Keys)} | F4 |");
        table.AppendLine($"|---|{string.Concat(Enumerable.Repeat("---|", scores.Count + 1))}");
        foreach ((string method, List<BacktestScore> own) in scores)
        {
            IEnumerable<string> rates = scores.Select(other => other.Key == method
                ? "-"
                : $"{Number(RelativeScores.WinRate(own, other.Value, Mase), "0%")} / {Number(RelativeScores.WinRate(own, other.Value, Wql), "0%")}");
            IReadOnlyCollection<BacktestScore>[] others = [.. scores.Where(other => other.Key != method).Select(static other => other.Value)];
            table.AppendLine($"| {method} | {string.Join(" | ", rates)} | {Number(RelativeScores.RatioToBest(own, others, Mase))} / {Number(RelativeScores.RatioToBest(own, others, Wql))} |");
        }

        return table.ToString();
    }

    private static IEnumerable<RelativeScores> Relative(Dictionary<string, List<BacktestScore>> scores) =>
        scores.Values.Select(own => RelativeScores.Of(own, scores[Control]));

    private static double? Mase(BacktestScore score) => score.Mase;

    private static double? Wql(BacktestScore score) => score.Wql;

    private static string Hours(Duration duration) => duration < Duration.FromHours(1) ? $"{duration.TotalMinutes:0}m" : $"{duration.TotalHours:0}h";

    private static string Number(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
