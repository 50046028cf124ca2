using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Forecasting.Tests.Traces;

/// <summary>Reads a folder with a manifest.csv and one file of <c>timestamp,value</c> per series.</summary>
internal static class TraceFolder
{
    /// <summary>The series that come with the tests.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "Traces");

    public static ImmutableArray<BacktestSeries> Read(string folder)
    {
        string manifest = Path.Combine(folder, "manifest.csv");
        string[] lines = File.ReadAllLines(manifest);
        string[] header = lines[0].Split(',');
        int name = Column(header, "series", manifest), bin = Column(header, "bin_s", manifest), season = Column(header, "season", manifest);
        return
        [
            .. lines.Skip(1).Where(static line => line.Length > 0).Select(static line => line.Split(',')).Select(row => ReadSeries(
                Path.Combine(folder, row[name] + ".csv"), row[name], int.Parse(row[bin], CultureInfo.InvariantCulture),
                int.TryParse(row[season], CultureInfo.InvariantCulture, out int known) ? known : null)),
        ];
    }

    private static BacktestSeries ReadSeries(string path, string name, int binSeconds, int? season)
    {
        string[] rows = [.. File.ReadLines(path).Skip(1).Where(static row => row.Length > 0)];
        Instant start = InstantPattern.General.Parse(rows[0].Split(',')[0]).GetValueOrThrow();
        return new BacktestSeries(name, binSeconds, season, start, [.. rows.Select(Value)]);
    }

    private static double Value(string row)
    {
        string value = row[(row.IndexOf(',', StringComparison.Ordinal) + 1)..];
        return value.Length == 0 ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture);
    }

    private static int Column(string[] header, string name, string file) =>
        Array.IndexOf(header, name) is >= 0 and int column ? column : throw new InvalidDataException($"{file} has no column '{name}'; it has {string.Join(", ", header)}.");
}
