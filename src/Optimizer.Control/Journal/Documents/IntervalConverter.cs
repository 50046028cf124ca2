using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Optimizer.Control.Journal.Documents;

/// <summary>An interval as <c>[start, end]</c>; null where it is open.</summary>
internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("an interval must be a start and an end");
        }

        Instant? start = Bound(ref reader), end = Bound(ref reader);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray || start > end)
        {
            throw new JsonException("an interval must be a start and an end that is not before it");
        }

        return new Interval(start, end);
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        WriteBound(writer, value.HasStart ? value.Start : null);
        WriteBound(writer, value.HasEnd ? value.End : null);
        writer.WriteEndArray();
    }

    private static Instant? Bound(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String when InstantPattern.ExtendedIso.Parse(reader.GetString()!).TryGetValue(default, out Instant bound) => bound,
            _ => throw new JsonException("a bound of an interval must be an instant or null"),
        };
    }

    private static void WriteBound(Utf8JsonWriter writer, Instant? bound)
    {
        if (bound is { } instant)
        {
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(instant));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
