using System.Globalization;

namespace Optimizer.Exporter.Exposition;

/// <summary>Chooses the format a scraper asked for, as Prometheus' own libraries do.</summary>
public static class ExpositionNegotiation
{
    private const string OpenMetrics = "application/openmetrics-text";

    /// <summary>
    /// The format with the highest quality in an Accept header, the first named on a tie. Text when there is no header, when it cannot be
    /// read, or when it asks for nothing we have.
    /// </summary>
    /// <param name="acceptHeader">The header's value; null when there is none.</param>
    public static ExpositionFormat Choose(string? acceptHeader)
    {
        ExpositionFormat best = ExpositionFormat.Text;
        double bestQuality = 0;
        foreach (string range in (acceptHeader ?? "").Split(','))
        {
            if (!TryRead(range, out string type, out string version, out double quality))
            {
                return ExpositionFormat.Text;
            }

            if (FormatOf(type, version) is { } format && quality > bestQuality)
            {
                best = format;
                bestQuality = quality;
            }
        }

        return best;
    }

    private static ExpositionFormat? FormatOf(string type, string version) => type switch
    {
        OpenMetrics when version is "" or "1.0.0" => ExpositionFormat.OpenMetrics,
        "text/plain" when version is "" or "0.0.4" => ExpositionFormat.Text,
        "text/*" or "*/*" => ExpositionFormat.Text,
        _ => null,
    };

    private static bool TryRead(string range, out string type, out string version, out double quality)
    {
        string[] parts = range.Split(';', StringSplitOptions.TrimEntries);
        type = parts[0].ToLowerInvariant();
        version = "";
        quality = 1;
        foreach (string parameter in parts.AsSpan(1))
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return false;
            }

            string value = parameter[(equals + 1)..].Trim('"');
            switch (parameter[..equals].ToLowerInvariant())
            {
                case "version":
                    version = value;
                    break;
                case "q" when !TryReadQuality(value, out quality):
                    return false;
                default:
                    // Prometheus 3 adds escaping=…; our names need none, whatever it says.
                    break;
            }
        }

        return type.Length == 0 ? parts.Length == 1 : type.Contains('/', StringComparison.Ordinal);
    }

    private static bool TryReadQuality(string text, out double quality) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality) && quality is >= 0 and <= 1;
}
