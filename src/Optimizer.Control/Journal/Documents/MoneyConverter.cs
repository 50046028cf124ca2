using System.Text.Json;
using System.Text.Json.Serialization;
using Optimizer.Model.Plans;

namespace Optimizer.Control.Journal.Documents;

/// <summary>Money as its millionths, a whole number.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long micros) ? new Money(micros) : throw new JsonException("an amount must be a whole number of millionths");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Micros);
}
