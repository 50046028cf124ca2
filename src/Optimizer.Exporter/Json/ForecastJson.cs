using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Json;

/// <summary>The JSON document of the forecasts. Written as those of the snapshot are, see <see cref="SnapshotJson"/>.</summary>
public static class ForecastJson
{
    /// <summary>The <c>/api/v1/forecast</c> document.</summary>
    public static byte[] Serialize(DemandForecast forecast, ForecastFilter filter)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(filter);
        return JsonSerializer.SerializeToUtf8Bytes(ForecastDocument.From(forecast, filter), Type);
    }

    /// <summary>How many forecast steps the document would hold: what its size grows with.</summary>
    public static long CountSteps(DemandForecast forecast, ForecastFilter filter)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Steps ? forecast.Series.Where(series => filter.Shows(series.Key)).Sum(static series => (long)(series.Path?.Steps.Count ?? 0)) : 0;
    }

    /// <summary>Writes the document; indentation and escaping are the writer's.</summary>
    public static void Serialize(DemandForecast forecast, ForecastFilter filter, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(filter);
        JsonSerializer.Serialize(writer, ForecastDocument.From(forecast, filter), Type);
    }

    private static JsonTypeInfo<ForecastDocument> Type { get; } = (JsonTypeInfo<ForecastDocument>)Rounded().GetTypeInfo(typeof(ForecastDocument));

    private static JsonSerializerOptions Rounded()
    {
        JsonSerializerOptions options = new(SnapshotJson.Options);
        options.Converters.Remove(options.Converters.Single(static converter => converter is FiniteNumberConverter));
        options.Converters.Add(new RoundedNumberConverter());
        return options;
    }
}
