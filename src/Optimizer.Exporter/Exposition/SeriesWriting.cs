using NodaTime;
using Optimizer.Exporter.Catalogue;

namespace Optimizer.Exporter.Exposition;

/// <summary>Shapes of values the mappers meet: null is not written, flags are 0 and 1, instants are unix seconds.</summary>
internal static class SeriesWriting
{
    public static void Write(this ISeriesWriter writer, MetricFamily family, double? value, params ReadOnlySpan<string> labels)
    {
        if (value is { } known)
        {
            writer.Write(family, known, labels);
        }
    }

    public static void Write(this ISeriesWriter writer, MetricFamily family, bool? value, params ReadOnlySpan<string> labels)
    {
        if (value is { } known)
        {
            writer.Write(family, known ? 1 : 0, labels);
        }
    }

    public static void Write(this ISeriesWriter writer, MetricFamily family, Instant? value, params ReadOnlySpan<string> labels)
    {
        if (value is { } known)
        {
            writer.Write(family, (known - NodaConstants.UnixEpoch).TotalSeconds, labels);
        }
    }

    /// <summary>A state set: one series per member, 1 for the present one.</summary>
    public static void WriteStates<TEnum>(this ISeriesWriter writer, MetricFamily family, string gpu, TEnum present)
        where TEnum : struct, Enum
    {
        string current = LabelText<TEnum>.Of(present);
        foreach (string state in LabelText<TEnum>.All)
        {
            writer.Write(family, ReferenceEquals(state, current) ? 1 : 0, gpu, state);
        }
    }
}
