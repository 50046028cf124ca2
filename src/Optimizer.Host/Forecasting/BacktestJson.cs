using System.Text;
using System.Text.Json;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Host.Forecasting;

/// <summary>A backtest as one JSON document: the summary by method, then every score.</summary>
internal static class BacktestJson
{
    /// <summary>The document with a line break at its end. A score that is not defined is left out.</summary>
    public static string Text(IReadOnlyList<BacktestRun> runs, IReadOnlyList<RelativeScores> summary)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartArray("summary");
            foreach (RelativeScores scores in summary)
            {
                WriteSummary(json, scores);
            }

            json.WriteEndArray();
            json.WriteStartArray("scores");
            foreach (BacktestRun run in runs)
            {
                foreach ((string method, BacktestResult result) in BacktestNames.WithControl(run))
                {
                    foreach (BacktestScore score in result.Scores)
                    {
                        WriteScore(json, run, method, result.Season, score);
                    }
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteSummary(Utf8JsonWriter json, RelativeScores scores)
    {
        json.WriteStartObject();
        json.WriteString("method", scores.Method);
        json.WriteNumber("cells", scores.Cells);
        WriteNumber(json, "relative_mase", scores.Mase);
        WriteNumber(json, "relative_rmsse", scores.Rmsse);
        WriteNumber(json, "relative_wql", scores.Wql);
        WriteNumber(json, "cov90", scores.Coverage90);
        WriteNumber(json, "cov95", scores.Coverage95);
        WriteNumber(json, "cov99", scores.Coverage99);
        WriteNumber(json, "headroom95", scores.MedianHeadroom);
        WriteNumber(json, "ms_per_forecast", scores.Milliseconds);
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, BacktestRun run, string method, int season, BacktestScore score)
    {
        json.WriteStartObject();
        json.WriteString("series", run.Series.Name);
        json.WriteNumber("bin_s", run.Series.BinSeconds);
        json.WriteNumber("season", season);
        json.WriteString("method", method);
        json.WriteNumber("horizon_s", score.Horizon.TotalSeconds);
        json.WriteNumber("scored", score.Scored);
        foreach ((string name, Func<BacktestScore, double?> of) in ScoreColumns.All)
        {
            WriteNumber(json, name, of(score));
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number)
        {
            json.WriteNumber(name, number);
        }
    }
}
