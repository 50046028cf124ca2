using System.Text.Json;
using System.Text.Json.Serialization;
using Optimizer.Exporter.Catalogue;

namespace Optimizer.Exporter.Json;

/// <summary>Writes a number of a forecast with the digits it has, or null for one that JSON has no text for.</summary>
internal sealed class RoundedNumberConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("These documents are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(SignificantDigits.Round(value));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
