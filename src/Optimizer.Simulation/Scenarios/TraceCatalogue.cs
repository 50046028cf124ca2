using System.Globalization;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Scenarios;

/// <summary>The embedded demand traces: a regular grid of seconds and one column per service.</summary>
internal static class TraceCatalogue
{
    private const string Prefix = "Traces/";
    private const string Suffix = ".csv";

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TraceCatalogue).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>One column of a trace; null, with the columns there are, when it has no such column.</summary>
    public static DemandSeries? Find(string trace, string column, out IReadOnlyList<string> columns)
    {
        using Stream? stream = typeof(TraceCatalogue).Assembly.GetManifestResourceStream(Prefix + trace + Suffix);
        using StreamReader reader = new(stream ?? Stream.Null);
        columns = reader.ReadLine()?.Split(',')[1..] ?? [];
        int index = columns.ToList().IndexOf(column) + 1;
        if (index == 0)
        {
            return null;
        }

        List<double> times = [];
        List<double> values = [];
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            string[] cells = line.Split(',');
            times.Add(double.Parse(cells[0], CultureInfo.InvariantCulture));

            // An empty cell is an unknown; the value before it is the best guess a simulation can make.
            values.Add(cells[index].Length == 0 ? values.LastOrDefault() : double.Parse(cells[index], CultureInfo.InvariantCulture));
        }

        return new DemandSeries(times.Count > 1 ? times[1] - times[0] : 1, [.. values]);
    }
}
