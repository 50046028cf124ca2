using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;

namespace Optimizer.Exporter.Families;

/// <summary>Writing counts whose labels come as text from elsewhere.</summary>
internal static class ClosedSeries
{
    /// <summary>Writes one series, unless a closed label has a value that is not declared: what the documentation rules out is not shown.</summary>
    public static void WriteKnown(this ISeriesWriter writer, MetricFamily family, double value, params ReadOnlySpan<string> labels)
    {
        for (int at = 0; at < labels.Length; at++)
        {
            if (family.Labels[at] is { IsClosed: true } label && !label.Values.Span.Contains(labels[at]))
            {
                return;
            }
        }

        writer.Write(family, value, labels);
    }
}
