using System.Text.Json;
using System.Text.Json.Serialization;
using Optimizer.Exporter.Catalogue;

namespace Optimizer.Exporter.Json;

/// <summary>Writes an enum as the text its metric label has, so that a page and a document say the same word.</summary>
internal sealed class EnumTextConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("These documents are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(LabelText<TEnum>.Of(value));
}
