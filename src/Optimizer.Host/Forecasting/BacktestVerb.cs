using Optimizer.Forecasting;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Host.Cli;

namespace Optimizer.Host.Forecasting;

/// <summary>The verb <c>backtest</c>: how well each method would have forecast the histories it is given.</summary>
internal static class BacktestVerb
{
    /// <summary>Reads, forecasts along each series, scores, shows.</summary>
    public static Task<int> RunAsync(BacktestRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Run(request, TimeProvider.System, cancellationToken));

    private static int Run(BacktestRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        BacktestInputs inputs = new(request.BinSeconds, request.Season);
        foreach (string path in request.Inputs)
        {
            inputs.Add(path, cancellationToken);
        }

        BacktestPlot? plot = request.SvgPath is null ? null : new BacktestPlot(request.SvgPath, inputs.Series);
        string[] outputs = [.. new[] { request.CsvPath }.OfType<string>(), .. plot?.Paths ?? []];
        string[] problems = [.. inputs.Problems, .. OutputFile.Explain(outputs, inputs.Files)];
        if (problems.Length > 0)
        {
            return Refuse(request, problems);
        }

        BacktestOptions options = new() { Origins = request.Origins, Time = time };
        BacktestProgress progress = new(request.Error, time, inputs.Series.Count * (request.Methods.Count + 1));
        List<BacktestRun> runs = [];
        foreach (BacktestSeries series in inputs.Series)
        {
            runs.Add(Run(series, request, options, progress, cancellationToken));
            if (plot?.Write(series, request.Methods[0], cancellationToken) is string problem)
            {
                return Refuse(request, [problem]);
            }
        }

        if (request.CsvPath is string csv && OutputFile.Write(csv, writer => BacktestCsv.Write(runs, writer)) is string unwritten)
        {
            return Refuse(request, [unwritten]);
        }

        BacktestScore[] control = [.. runs.SelectMany(static run => run.Control.Scores)];
        RelativeScores[] summary =
        [
            RelativeScores.Of(control, control) with { Method = BacktestNames.Control },
            .. request.Methods.Select((method, i) => RelativeScores.Of([.. runs.SelectMany(run => run.Results[i].Scores)], control)),
        ];
        request.Output.Write(request.Json ? BacktestJson.Text(runs, summary) : BacktestTables.Text(runs, summary, request.Origins));
        if (!request.Json)
        {
            foreach (string path in outputs)
            {
                request.Output.WriteLine($"Written: {path}");
            }
        }

        return ExitCode.Ok;
    }

    private static BacktestRun Run(BacktestSeries series, BacktestRequest request, BacktestOptions options, BacktestProgress progress, CancellationToken cancellationToken)
    {
        int season = Backtest.SeasonOf(series);
        BacktestSeries known = series with { Season = season }; // found once, not by each method again
        BacktestResult Of(ForecastMethod method)
        {
            BacktestResult result = Backtest.Run(known, method, options, share => progress.At(series.Name, method.Name, share), cancellationToken);
            progress.Done();
            return result;
        }

        return new BacktestRun(known, Of(ForecastMethods.SeasonalNaive(season)), [.. request.Methods.Select(Of)]);
    }

    private static int Refuse(BacktestRequest request, IReadOnlyCollection<string> problems)
    {
        foreach (string problem in problems)
        {
            request.Error.WriteLine($"gpu-optimizer backtest: {problem}");
        }

        return ExitCode.Refused;
    }
}
