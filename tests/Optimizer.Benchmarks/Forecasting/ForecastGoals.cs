using System.Globalization;
using Optimizer.Forecasting;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Forecasting.Tests.Traces;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>Judges the forecast methods on folders of series: a table by series, horizon and method, and what it says of the goals F1 to F9.</summary>
internal static class ForecastGoals
{
    private const string Usage = "forecast-goals [--origins N] [--first SHARE] [--method M,...] [--folder DIR]... [--wide FILE]... [--cells]";

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        BacktestOptions options = new() { Time = TimeProvider.System };
        List<string> folders = [], tables = [];
        List<ForecastMethod> methods = [];
        bool cells = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--cells":
                    cells = true;
                    continue;
                case "--origins" when int.TryParse(value, CultureInfo.InvariantCulture, out int origins):
                    options = options with { Origins = origins };
                    break;
                case "--first" when double.TryParse(value, CultureInfo.InvariantCulture, out double share):
                    options = options with { FirstOriginShare = share };
                    break;
                case "--folder" when value is not null:
                    folders.Add(value);
                    break;
                case "--wide" when value is not null:
                    tables.Add(value);
                    break;
                case "--method" when value is not null && Array.TrueForAll(value.Split(','), static name => ForecastMethods.Find(name) is not null):
                    methods.AddRange(value.Split(',').Select(static name => ForecastMethods.Find(name)!));
                    break;
                default:
                    await Console.Error.WriteLineAsync($"'{arguments[i]} {value}' is not understood. Usage: {Usage}\nMethods: {string.Join(", ", ForecastMethods.All.Select(static method => method.Name))}");
                    return 2;
            }

            i++;
        }

        BacktestSeries[] series =
        [
            .. (folders.Count + tables.Count > 0 ? folders : [TraceFolder.Default]).SelectMany(static folder => TraceFolder.Read(folder)),
            .. tables.SelectMany(static table => WideTrace.Read(table)),
        ];
        Dictionary<string, List<BacktestScore>> scores = Judge(series, methods.Count > 0 ? methods : ForecastMethods.All, options, cancellationToken);
        if (cells)
        {
            await Console.Out.WriteLineAsync(GoalTables.Cells(scores));
        }

        await Console.Out.WriteLineAsync(GoalTables.Methods(scores));
        await Console.Out.WriteLineAsync(GoalTables.Peaks(scores));
        await Console.Out.WriteLineAsync(GoalTables.Comparisons(scores));
        return 0;
    }

    private static Dictionary<string, List<BacktestScore>> Judge(BacktestSeries[] series, IEnumerable<ForecastMethod> methods, BacktestOptions options, CancellationToken cancellationToken)
    {
        Dictionary<string, List<BacktestScore>> scores = [];
        foreach (BacktestSeries one in series)
        {
            ForecastMethod control = ForecastMethods.SeasonalNaive(Backtest.SeasonOf(one)) with { Name = GoalTables.Control };
            foreach (ForecastMethod method in methods.Prepend(control))
            {
                BacktestResult result = Backtest.Run(one, method, options, progress: null, cancellationToken);
                if (!scores.TryGetValue(method.Name, out List<BacktestScore>? own))
                {
                    scores.Add(method.Name, own = []);
                }

                own.AddRange(result.Scores);
            }

            Console.Error.WriteLine($"{one.Name}: {one.Values.Length} bins of {one.BinSeconds} s");
        }

        return scores;
    }
}
