using System.Globalization;
using NodaTime;

namespace Optimizer.Host.Forecasting;

/// <summary>The two kinds of field in a series file. Both answer null for text that is not legal.</summary>
internal static class CsvField
{
    /// <summary>Largest value. Bytes of a whole fleet stay far below; beyond it, squares of sums leave the range of a double.</summary>
    public const double MostValue = 1e18;

    private static readonly Instant AfterLast = Instant.FromUtc(2200, 1, 1, 0, 0);
    private static readonly string[] Stamps = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>A time with its zone, for example <c>2024-01-01T00:10:00Z</c> or <c>2024-01-01T02:10:00+02:00</c>.</summary>
    public static Instant? Stamp(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(text, Stamps, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? Instant.FromDateTimeOffset(time)
            : null;

    /// <summary>True for times from 1970 up to, not with, 2200. Outside of it lie clocks that were never set and slips of the keyboard.</summary>
    public static bool IsPlausible(Instant time) => time >= NodaConstants.UnixEpoch && time < AfterLast;

    /// <summary>A time that is legal but for its missing zone.</summary>
    public static bool IsLocalTime(ReadOnlySpan<char> text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>No value: nothing between the commas, or what other programs write for it.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text) => text.IsEmpty || text.IsWhiteSpace() || text.Equals("nan", StringComparison.OrdinalIgnoreCase);

    /// <summary>A number from 0 to <see cref="MostValue"/>.</summary>
    public static double? Value(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= MostValue ? Math.Abs(value) : null;

    /// <summary>Why a text is not a value.</summary>
    public static string Explain(ReadOnlySpan<char> text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return "is not a number; write digits with a decimal point, and nothing for a missing sample";
        }

        return value < 0
            ? "is negative, and demand cannot be; leave the field empty if the sample is missing"
            : "is no measured value: the largest taken is 1e18; leave the field empty if the sample is missing";
    }
}
