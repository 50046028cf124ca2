using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>Reads a table with a column per series: <c>t_s,name,name,...</c>, a row per bin, an empty field where a value is missing; its season is a day.</summary>
internal static class WideTrace
{
    private static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    public static ImmutableArray<BacktestSeries> Read(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Select(static line => line.Split(','))];
        int bin = int.Parse(rows[2][0], CultureInfo.InvariantCulture) - int.Parse(rows[1][0], CultureInfo.InvariantCulture);
        return
        [
            .. rows[0].Skip(1).Select((name, column) => new BacktestSeries(
                name, bin, 86_400 / bin, Start, [.. rows.Skip(1).Select(row => Value(row[column + 1]))])),
        ];
    }

    private static double Value(string field) => field.Length == 0 ? double.NaN : double.Parse(field, CultureInfo.InvariantCulture);
}
