using System.Globalization;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Host.Forecasting;

/// <summary>Writes every score as CSV, one row per series, horizon and method; the control is called <c>control</c>.</summary>
internal static class BacktestCsv
{
    /// <summary>Writes header and rows. A score that is not defined is an empty field.</summary>
    public static void Write(IReadOnlyList<BacktestRun> runs, TextWriter writer)
    {
        writer.Write($"series,bin_s,season,method,horizon_s,scored,{string.Join(',', ScoreColumns.All.Select(static column => column.Key))}\n");
        foreach (BacktestRun run in runs)
        {
            foreach ((string method, BacktestResult result) in BacktestNames.WithControl(run))
            {
                foreach (BacktestScore score in result.Scores)
                {
                    writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Quoted(run.Series.Name)},{run.Series.BinSeconds},{result.Season},{method},{score.Horizon.TotalSeconds},{score.Scored}"));
                    foreach ((_, Func<BacktestScore, double?> of) in ScoreColumns.All)
                    {
                        writer.Write(of(score) is double value ? $",{CsvNumber.Text(value)}" : ",");
                    }

                    writer.Write('\n');
                }
            }
        }
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
