using System.Globalization;
using NodaTime;

namespace Optimizer.Host.Workloads;

/// <summary>Quantities with their unit, as operators write them in declarations.</summary>
internal static class QuantityText
{
    /// <summary>The form of a duration.</summary>
    public const string DurationForm = "a number with a unit (ms, s, m or h), for example 50ms";

    /// <summary>The form of an amount of memory.</summary>
    public const string BytesForm = "a number with a unit (MiB, GiB, MB or GB), for example 16GiB";

    private static readonly (string Unit, double Seconds)[] Durations = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];
    private static readonly (string Unit, double Bytes)[] Sizes = [("MiB", 1L << 20), ("GiB", 1L << 30), ("MB", 1e6), ("GB", 1e9)];

    /// <summary>A duration of at most a day; null when it is not one.</summary>
    public static Duration? Span(string text) =>
        Amount(text, Durations) is double seconds and <= 86400 ? Duration.FromSeconds(seconds) : null;

    /// <summary>Bytes, from 1 MB to 1 PB; null when it is not an amount of memory.</summary>
    public static ulong? Bytes(string text) =>
        Amount(text, Sizes) is double bytes and >= 1e6 and <= 1e15 ? (ulong)Math.Round(bytes) : null;

    private static double? Amount(string text, (string Unit, double Factor)[] units)
    {
        int end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1]))
        {
            end--;
        }

        foreach ((string unit, double factor) in units)
        {
            if (text.AsSpan(end).SequenceEqual(unit)
                && double.TryParse(text.AsSpan(0, end).TrimEnd(' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                return number * factor;
            }
        }

        return null;
    }
}
