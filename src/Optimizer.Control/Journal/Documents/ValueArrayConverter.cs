using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Optimizer.Model.Collections;

namespace Optimizer.Control.Journal.Documents;

/// <summary>An immutable array as a JSON array. One for each element type, named in <see cref="JournalJson"/>: no type is made at run time.</summary>
internal sealed class ValueArrayConverter<T> : JsonConverter<ValueArray<T>>
{
    public override ValueArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"a list of {typeof(T).Name} must be an array");
        }

        JsonTypeInfo<T> element = JournalJson.TypeOf<T>();
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonSerializer.Deserialize(ref reader, element) ?? throw new JsonException($"a list of {typeof(T).Name} must not hold null"));
        }

        return items.ToValueArray();
    }

    public override void Write(Utf8JsonWriter writer, ValueArray<T> value, JsonSerializerOptions options)
    {
        JsonTypeInfo<T> element = JournalJson.TypeOf<T>();
        writer.WriteStartArray();
        foreach (T item in value)
        {
            JsonSerializer.Serialize(writer, item, element);
        }

        writer.WriteEndArray();
    }
}
