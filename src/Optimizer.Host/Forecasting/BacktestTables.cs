using System.Globalization;
using Optimizer.Forecasting.Backtesting;
using Spectre.Console;

namespace Optimizer.Host.Forecasting;

/// <summary>A backtest as tables for people: one per series, then a summary by method.</summary>
internal static class BacktestTables
{
    // Wide enough for the longest method and series names we know; a terminal wraps or scrolls, a file does not care.
    private const int Width = 160;

    /// <summary>All tables.</summary>
    public static string Text(IReadOnlyList<BacktestRun> runs, IReadOnlyList<RelativeScores> summary, int origins)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Width;
        foreach (BacktestRun run in runs)
        {
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Series.Name}: {run.Series.Values.Length} bins of {run.Series.BinSeconds} s, season {run.Control.Season} bins, {run.Control.Origins.Length} origins\n"));
            console.Write(OfSeries(run));
        }

        text.Write("All series and horizons, relative to the control (geometric means; below 1 is better)\n");
        console.Write(Summary(summary));
        text.Write($"{BacktestNames.Control}: seasonal naive, told the season. MASE, wQL: error of the median, of the quantiles. cov95: share of values under the 95 % bound (0.95 is right).\n");
        text.Write("peak95: share of windows whose maximum was under its 95 % bound. headroom: mean room under the 95 % bound / mean value. ms: time of one forecast. *: lowest wQL of its horizon.\n");
        if (origins < 48)
        {
            text.Write($"{origins} origins compare methods; to judge coverage use --origins 48 or more.\n");
        }

        return string.Join('\n', text.ToString().Split('\n').Select(static line => line.TrimEnd()));
    }

    private static Table OfSeries(BacktestRun run)
    {
        Table table = Empty("horizon", "method", "MASE", "rel", "wQL", "rel", "cov95", "peak95", "headroom", "ms");
        for (int h = 0; h < run.Control.Scores.Length; h++)
        {
            BacktestScore control = run.Control.Scores[h];
            double? best = BacktestNames.WithControl(run).Min(row => row.Result.Scores[h].Wql);
            foreach ((string method, BacktestResult result) in BacktestNames.WithControl(run))
            {
                BacktestScore score = result.Scores[h];
                table.AddRow(
                    method == BacktestNames.Control ? BacktestNames.Span(score.Horizon) : "",
                    Markup.Escape(method),
                    Number(score.Mase, "0.000"),
                    Number(score.Mase / control.Mase, "0.00"),
                    Number(score.Wql, "0.000") + (best is not null && score.Wql == best ? "*" : " "),
                    Number(score.Wql / control.Wql, "0.00"),
                    Number(score.Coverage95, "0.000"),
                    Number(score.PeakCoverage95, "0.00"),
                    Number(score.Headroom95, "0.00"),
                    Number(score.MillisecondsPerForecast, "0.00"));
            }
        }

        return table;
    }

    private static Table Summary(IReadOnlyList<RelativeScores> summary)
    {
        Table table = Empty("method", "cells", "rel MASE", "rel wQL", "cov90", "cov95", "cov99", "peak95", "headroom", "ms");
        foreach (RelativeScores scores in summary)
        {
            table.AddRow(
                Markup.Escape(scores.Method),
                scores.Cells.ToString(CultureInfo.InvariantCulture),
                Number(scores.Mase, "0.000"),
                Number(scores.Wql, "0.000"),
                Number(scores.Coverage90, "0.000"),
                Number(scores.Coverage95, "0.000"),
                Number(scores.Coverage99, "0.000"),
                Number(scores.Peaks.Average(static peak => peak.Coverage95), "0.000"),
                Number(scores.MedianHeadroom, "0.00"),
                Number(scores.Milliseconds, "0.00"));
        }

        return table;
    }

    private static Table Empty(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string name in columns)
        {
            TableColumn column = new(name);
            table.AddColumn(name == "method" ? column : column.RightAligned());
        }

        return table;
    }

    private static string Number(double? value, string format) =>
        value is double number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
