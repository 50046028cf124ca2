using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;

namespace Optimizer.Exporter.Families;

/// <summary>Writing what forecasts say, with the digits they have.</summary>
internal static class RoundedSeries
{
    /// <summary>Writes one gauge; nothing for null.</summary>
    public static void WriteRounded(this ISeriesWriter writer, MetricFamily family, double? value, params ReadOnlySpan<string> labels)
    {
        if (value is { } known)
        {
            writer.Write(family, SignificantDigits.Round(known), labels);
        }
    }
}
