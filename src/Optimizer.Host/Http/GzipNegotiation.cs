using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Optimizer.Host.Http;

/// <summary>Reads Accept-Encoding.</summary>
internal static class GzipNegotiation
{
    /// <summary>True when the client takes gzip: it, or <c>*</c>, is named with a quality that is not 0. What cannot be read is not taken.</summary>
    public static bool Accepts(StringValues acceptEncoding)
    {
        bool any = false;
        foreach (string? header in acceptEncoding)
        {
            foreach (string part in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                string[] words = part.Split(';', StringSplitOptions.TrimEntries);
                if (words[0].Equals("gzip", StringComparison.OrdinalIgnoreCase))
                {
                    return HasQuality(words); // what is said of gzip itself beats what is said of "*"
                }

                any |= string.Equals(words[0], "*", StringComparison.Ordinal) && HasQuality(words);
            }
        }

        return any;
    }

    private static bool HasQuality(string[] words)
    {
        string? quality = words.Skip(1).FirstOrDefault(w => w.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        return quality is null
            || (double.TryParse(quality.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0);
    }
}
