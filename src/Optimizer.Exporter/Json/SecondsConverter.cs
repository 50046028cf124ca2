using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Optimizer.Exporter.Json;

/// <summary>Writes a duration as a number of seconds; the property's name says so.</summary>
internal sealed class SecondsConverter : JsonConverter<Duration>
{
    /// <inheritdoc/>
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("These documents are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
}
