using System.Text.RegularExpressions;
using Optimizer.Exporter.Catalogue;

namespace Optimizer.EndToEnd.Tests.Pages;

/// <summary>Reads what the tests need from a page in the text format.</summary>
internal static partial class PageText
{
    /// <summary>How many series each family has, by full name; the series of a histogram count one by one.</summary>
    public static Dictionary<string, int> SeriesByFamily(string page) => page
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(static line => line[0] != '#')
        .Select(static line => FamilyOf(Name().Match(line).Value))
        .CountBy(static family => family)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The family a series belongs to: its own name, less what a histogram appends.</summary>
    public static string FamilyOf(string series)
    {
        foreach (string suffix in new[] { "_bucket", "_sum", "_count" })
        {
            if (series.EndsWith(suffix, StringComparison.Ordinal) && MetricCatalogue.Find(series[..^suffix.Length])?.Kind == MetricKind.Histogram)
            {
                return series[..^suffix.Length];
            }
        }

        return series;
    }

    /// <summary>Lines of one family, labels and value, without comments.</summary>
    public static string[] SeriesOf(string page, string family) =>
        [.. page.Split('\n').Where(line => line.StartsWith(MetricFamily.Prefix + family + "{", StringComparison.Ordinal) || line.StartsWith(MetricFamily.Prefix + family + " ", StringComparison.Ordinal))];

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
