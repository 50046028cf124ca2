using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Optimizer.Control.Journal.Documents;

/// <summary>A value as one word of text, exact both ways.</summary>
internal sealed class TextConverter<T>(Func<T, string> format, Func<string, T> parse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = (reader.TokenType == JsonTokenType.String ? reader.GetString() : null) ?? throw new JsonException($"a {typeof(T).Name} must be text");
        try
        {
            return parse(text);
        }
        catch (UnparsableValueException problem)
        {
            throw new JsonException($"'{text}' is no {typeof(T).Name}", problem);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}
