using System.Collections.Immutable;
using System.Globalization;
using Optimizer.Host.Planning;
using Optimizer.Host.Yaml;
using Sylvan.Data.Csv;

namespace Optimizer.Host.Replay;

/// <summary>Demand in windows of equal length, by service.</summary>
/// <param name="FirstSeconds">Start of the first window.</param>
/// <param name="WindowSeconds">Length of a window.</param>
/// <param name="Rates">Mean requests per second in each window, by service.</param>
internal sealed record DemandTable(long FirstSeconds, int WindowSeconds, IReadOnlyDictionary<string, ImmutableArray<double>> Rates)
{
    private const string Time = "t_s";

    // 200 services of ten characters each, and the time.
    private const int LongestRow = 1 << 16;

    // A year of ten-minute windows is 52,560. Doubled, a file that is no demand fills twice the memory before it is refused.
    private const int MostWindows = 100_000;

    // One wrong separator makes every row wrong.
    private const int MostProblems = 20;

    // Windows of more than an hour say too little of a peak, and a window is at least a tick.
    private const int LeastWindow = 10, MostWindow = 3600;

    /// <summary>Reads a file; either the table or what is wrong with it.</summary>
    public static (DemandTable? Table, IReadOnlyList<string> Problems) Read(string path, CancellationToken cancellationToken) => CsvFile.Read<(DemandTable?, IReadOnlyList<string>)>(
        path,
        LongestRow,
        $"the header {Time} and the names of the services, and a row for each window",
        csv =>
        {
            string[] header = CsvFile.Header(csv);
            string? wrong = header[0] != Time ? $"the first column is {YamlScalar.Show(header[0])}, expected {Time}"
                : header.Length < 2 ? "there is no column of a service"
                : header.GroupBy(static name => name).FirstOrDefault(static same => same.Count() > 1) is { } twice ? $"two columns {YamlScalar.Show(twice.Key)}, expected one"
                : Array.Exists(header, string.IsNullOrWhiteSpace) ? "a column has no name"
                : null;
            return wrong is null ? Rows(path, csv, header, cancellationToken) : (null, [$"{path}:1: {wrong}"]);
        },
        static message => (null, [message]));

    private static (DemandTable? Table, IReadOnlyList<string> Problems) Rows(string path, CsvDataReader csv, string[] header, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        List<long> times = [];
        List<double>[] rates = [.. header.Select(static _ => new List<double>())];
        while (problems.Count < MostProblems && csv.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (CsvFile.IsEmptyLine(csv))
            {
                continue;
            }

            string place = string.Create(CultureInfo.InvariantCulture, $"{path}:{csv.RowNumber + 1}");
            if (csv.RowFieldCount != header.Length)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: {csv.RowFieldCount} fields, expected {header.Length} as in the header; a decimal sign is a point"));
                continue;
            }

            Take(csv, place, header, times, rates, problems);
            if (times.Count > MostWindows)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: more than {MostWindows} windows; replay a part of them"));
                break;
            }
        }

        if (times.Count < 2 && problems.Count == 0)
        {
            problems.Add($"{path}: {(times.Count == 0 ? "no window" : "one window")}, expected two or more; their distance is their length");
        }

        return problems.Count > 0
            ? (null, problems)
            : (new DemandTable(times[0], (int)(times[1] - times[0]), Enumerable.Range(1, header.Length - 1).ToDictionary(at => header[at], at => rates[at].ToImmutableArray(), StringComparer.Ordinal)), []);
    }

    private static void Take(CsvDataReader csv, string place, string[] header, List<long> times, List<double>[] rates, List<string> problems)
    {
        string written = csv.GetFieldSpan(0).Trim().ToString();
        if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time))
        {
            problems.Add($"{place}:1: {Time} is {YamlScalar.Show(written)}, expected whole seconds");
        }
        else
        {
            if (WrongTime(time, times) is string wrong)
            {
                problems.Add($"{place}:1: {Time} is {written}, {wrong}");
            }

            times.Add(time);
        }

        for (int column = 1; column < header.Length; column++)
        {
            string text = csv.GetFieldSpan(column).Trim().ToString();
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) || !(rate >= 0) || double.IsInfinity(rate))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place}:{column + 1}: {header[column]} is {YamlScalar.Show(text)}, expected requests per second, 0 or more"));
            }

            rates[column].Add(rate);
        }
    }

    private static string? WrongTime(long time, List<long> times) => times.Count switch
    {
        0 => null,
        _ when time <= times[^1] => string.Create(CultureInfo.InvariantCulture, $"expected more than {times[^1]} of the row before"),
        1 => time - times[0] is < LeastWindow or > MostWindow ? string.Create(CultureInfo.InvariantCulture, $"a window of {time - times[0]} s; expected {LeastWindow} to {MostWindow} s") : null,
        _ when time - times[^1] != times[1] - times[0] => string.Create(CultureInfo.InvariantCulture, $"expected {times[^1] + times[1] - times[0]}: windows are equally long and follow one another"),
        _ => null,
    };
}
