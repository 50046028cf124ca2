using System.IO.Compression;
using System.Text.Json;

namespace Optimizer.Control.Journal.Documents;

/// <summary>The text form of one kind of value, UTF-8 JSON: <c>{"document":"plan","version":1,"value":…}</c>. An equal value gives equal bytes; reading gives an equal value or refuses.</summary>
/// <param name="name">What it is, in a word.</param>
/// <param name="version">Version of the form. Raised whenever a member of any type inside comes, goes or changes its meaning: an old document is refused by then, never half read.</param>
/// <typeparam name="T">The value; a type <see cref="JournalJsonContext"/> knows.</typeparam>
public sealed class JournalDocument<T>(string name, int version)
    where T : class
{
    /// <summary>Largest document that is unpacked. A fleet of a thousand GPUs takes 4 MB; beyond this a damaged length would take the daemon's memory.</summary>
    private const int MostBytes = 64 << 20;

    /// <summary>The text.</summary>
    public byte[] Write(T value)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JournalJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("document", name);
            writer.WriteNumber("version", version);
            writer.WritePropertyName("value");
            JsonSerializer.Serialize(writer, value, JournalJson.TypeOf<T>());
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>The value.</summary>
    /// <exception cref="UnknownVersionException">It is whole, and of a version this program does not read.</exception>
    /// <exception cref="FormatException">It is of another kind, incomplete, or no such document at all; the message says which.</exception>
    public T Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("document", out JsonElement kind) || kind.ValueKind != JsonValueKind.String || kind.GetString() != name
                || !root.TryGetProperty("version", out JsonElement number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out int found)
                || !root.TryGetProperty("value", out JsonElement value))
            {
                throw new FormatException($"This is no {name} document of the journal.");
            }

            if (found != version)
            {
                throw new UnknownVersionException($"This {name} document is of version {found}, and this program reads version {version}.");
            }

            return value.Deserialize(JournalJson.TypeOf<T>()) ?? throw new FormatException($"This {name} document is empty.");
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            throw new FormatException($"This {name} document cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The text, compressed. The form carries a checksum, so a flipped bit is found out when it is unpacked.</summary>
    public byte[] Pack(T value)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Write(value));
        }

        return packed.ToArray();
    }

    /// <summary>The value of a compressed text.</summary>
    /// <exception cref="FormatException">It is damaged, or see <see cref="Read"/>.</exception>
    public T Unpack(ReadOnlyMemory<byte> packed)
    {
        using MemoryStream text = new();
        try
        {
            using MemoryStream source = new(packed.ToArray(), writable: false);
            using GZipStream gzip = new(source, CompressionMode.Decompress);
            byte[] buffer = new byte[16 << 10];
            for (int read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                text.Write(buffer, 0, read);
                if (text.Length > MostBytes)
                {
                    throw new FormatException($"This {name} document is larger than {MostBytes >> 20} MB.");
                }
            }
        }
        catch (InvalidDataException problem)
        {
            throw new FormatException($"This {name} document is damaged: {problem.Message}", problem);
        }

        return Read(text.GetBuffer().AsMemory(0, (int)text.Length));
    }
}
