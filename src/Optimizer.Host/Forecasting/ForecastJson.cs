using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Host.Forecasting;

/// <summary>A forecast of a file as one JSON document.</summary>
internal static class ForecastJson
{
    /// <summary>The document with a line break at its end. Written by hand, field by field: a serialiser would take longer to start than the forecast takes.</summary>
    public static string Text(SeriesFile file, ForecastMethod method, ForecastHealth health, ForecastPath path, double milliseconds)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("input", file.Path);
            json.WriteNumber("rows", file.Rows);
            json.WriteNumber("rowsUsed", file.Kept.Count);
            json.WriteNumber("rowsMissing", file.Missing);
            json.WriteNumber("rowsLeftOut", file.LeftOut);
            json.WriteString("method", method.Name);
            json.WriteString("state", health.State.ToString().ToLowerInvariant());
            json.WriteString("leader", health.Leader);
            json.WriteNumber("forecastMs", Math.Round(milliseconds, 2));
            json.WriteNumber("binSeconds", file.BinSeconds);
            json.WriteString("last", InstantPattern.ExtendedIso.Format(file.Last));
            json.WriteStartArray("steps");
            for (int k = 1; k <= path.Steps.Count; k++)
            {
                WriteStep(json, k, file.Last + (path.Bin * k), path.Steps[k - 1]);
            }

            json.WriteEndArray();
            json.WriteStartArray("peaks");
            foreach (PeakForecast peak in path.Peaks)
            {
                json.WriteStartObject();
                json.WriteNumber("windowSeconds", peak.Window.TotalSeconds);
                WriteQuantiles(json, peak.Quantiles);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteStep(Utf8JsonWriter json, int number, Instant time, ForecastStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("step", number);
        json.WriteString("time", InstantPattern.ExtendedIso.Format(time));
        json.WriteNumber("mean", step.Mean);
        WriteQuantiles(json, step.Quantiles);
        json.WriteEndObject();
    }

    private static void WriteQuantiles(Utf8JsonWriter json, Quantiles quantiles)
    {
        json.WriteNumber("q0.5", quantiles.Q50);
        json.WriteNumber("q0.9", quantiles.Q90);
        json.WriteNumber("q0.95", quantiles.Q95);
        json.WriteNumber("q0.99", quantiles.Q99);
    }
}
