using System.Text.Json;
using System.Text.Json.Serialization;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Control.Journal.Documents;

/// <summary>A geometry as what it was made from, <c>[profiles, engine limits]</c>; reading checks it as the driver's answers are checked.</summary>
internal sealed class GeometryConverter : JsonConverter<MigGeometry>
{
    public override MigGeometry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read())
        {
            throw new JsonException("a geometry must be profiles and engine limits");
        }

        ValueArray<MigProfile> profiles = JsonSerializer.Deserialize(ref reader, JournalJson.TypeOf<ValueArray<MigProfile>>());
        reader.Read();
        EngineCounts? limits = JsonSerializer.Deserialize(ref reader, JournalJson.TypeOf<EngineCounts>());
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("a geometry must be profiles and engine limits");
        }

        return MigGeometry.TryCreate(profiles, limits, out MigGeometry? geometry, out string? problem) ? geometry : throw new JsonException($"no such geometry can be: {problem}");
    }

    public override void Write(Utf8JsonWriter writer, MigGeometry value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        JsonSerializer.Serialize(writer, value.Profiles, JournalJson.TypeOf<ValueArray<MigProfile>>());
        JsonSerializer.Serialize(writer, value.EngineLimits, JournalJson.TypeOf<EngineCounts>()!);
        writer.WriteEndArray();
    }
}
