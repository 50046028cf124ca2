using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Node.Demand;

/// <summary>Finds the samples of one metric on a page in Prometheus' text format 0.0.4 or OpenMetrics 1.0.</summary>
/// <remarks>
/// Pages are written by whoever wrote the workload, so nothing about them is trusted: a line that makes no sense costs itself, and nothing throws.
/// Types, help, timestamps and exemplars are skipped; only lines that begin with the metric's name are looked at, which keeps a page of megabytes cheap.
/// </remarks>
internal static class PrometheusTextReader
{
    /// <summary>Most label sets of one metric. A workload has a few; ten times as many would let a page with a label per request grow our memory.</summary>
    public const int MaxSeries = 1_000;

    /// <summary>Longest line looked at. Longer ones are no sample a service writes.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>Reads a page.</summary>
    /// <param name="page">The page, UTF-8.</param>
    /// <param name="metric">Name of the samples, exactly as written.</param>
    /// <param name="labels">What their labels must be; empty for all.</param>
    public static MetricReading Read(ReadOnlySpan<byte> page, string metric, ValueArray<LabelMatcher> labels)
    {
        Dictionary<string, double> series = new(StringComparer.Ordinal);
        byte[] name = Encoding.UTF8.GetBytes(metric);
        int malformed = 0;
        while (!page.IsEmpty)
        {
            int end = page.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? page : page[..end]).Trim(" \t\r"u8);
            page = end < 0 ? [] : page[(end + 1)..];
            if (line.SequenceEqual("# EOF"u8))
            {
                break;
            }

            if (line.Length > MaxLineBytes || !SampleLine.TryName(line, name, out ReadOnlySpan<byte> rest, out bool inBraces))
            {
                continue;
            }

            if (!TryRead(rest, inBraces, labels, out string key, out double value, out bool matches))
            {
                malformed++;
            }
            else if (matches && double.IsFinite(value) && !Add(series, key, value))
            {
                malformed++;
            }
        }

        return new MetricReading([.. series], malformed);
    }

    // Of two samples with the same labels the last is taken, as by the servers that accept such a page.
    private static bool Add(Dictionary<string, double> series, string key, double value)
    {
        if (series.Count >= MaxSeries && !series.ContainsKey(key))
        {
            return false;
        }

        series[key] = value;
        return true;
    }

    private static bool TryRead(
        ReadOnlySpan<byte> rest, bool inBraces, ValueArray<LabelMatcher> labels, out string key, out double value, out bool matches)
    {
        (key, value, matches) = ("", 0, false);
        List<KeyValuePair<string, string>> found = [];
        if (!SampleLine.TryLabels(ref rest, inBraces, found) || !TryValue(rest, out value))
        {
            return false;
        }

        matches = true;
        foreach (LabelMatcher matcher in labels)
        {
            matches &= string.Equals(found.LastOrDefault(pair => pair.Key == matcher.Label).Value ?? "", matcher.Value, StringComparison.Ordinal);
        }

        key = string.Join(',', found.Select(static pair => $"{pair.Key}={pair.Value.Length}:{pair.Value}").Order(StringComparer.Ordinal));
        return true;
    }

    private static bool TryValue(ReadOnlySpan<byte> rest, out double value)
    {
        rest = rest.TrimStart(" \t"u8);
        int end = rest.IndexOfAny(" \t"u8);
        ReadOnlySpan<byte> token = end < 0 ? rest : rest[..end];
        if (token.SequenceEqual("NaN"u8) || token.SequenceEqual("+Inf"u8) || token.SequenceEqual("-Inf"u8) || token.SequenceEqual("Inf"u8))
        {
            value = double.NaN;
            return true;
        }

        if (token.Length > 1 && token[0] == (byte)'+')
        {
            token = token[1..];
        }

        return Utf8Parser.TryParse(token, out value, out int consumed) && consumed == token.Length && consumed > 0;
    }
}
