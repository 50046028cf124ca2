using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimizer.Exporter.Json;

/// <summary>Writes a value as one string.</summary>
internal sealed class TextConverter<T>(Func<T, string> text) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("These documents are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}
