using System.Text.Json;
using NodaTime;

namespace Optimizer.Control.Problems;

/// <summary>What was learned as a document that outlives the daemon: JSON in UTF-8, with a version.</summary>
/// <remarks>What is learned can be learned again, so a document that is damaged or of another version costs itself and nothing else: it is read as nothing, with a sentence.</remarks>
public static class LearnedDocument
{
    /// <summary>Version this program reads and writes.</summary>
    public const int Version = 1;

    /// <summary>Largest document read. A full book is some megabytes; doubled, a file somebody put there takes twice the memory before it is refused.</summary>
    private const int MostBytes = 64 << 20;

    /// <summary>Writes it.</summary>
    /// <param name="state">What was learned.</param>
    /// <param name="at">When; demand older than the horizon and an hour before it is left out.</param>
    /// <param name="horizon">How far back recent demand is looked at: <see cref="Planning.Terms.PolicyTerms.Horizon"/>.</param>
    public static byte[] Write(LearnedState state, Instant at, Duration horizon)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonSerializer.SerializeToUtf8Bytes(LearnedWriter.Json(state, at - DemandTrails.Kept(horizon)), LearnedJsonContext.Default.LearnedJson);
    }

    /// <summary>Reads what <see cref="Write"/> wrote. Never throws on what it is given.</summary>
    public static LearnedReading Read(ReadOnlySpan<byte> document)
    {
        if (document.Length > MostBytes)
        {
            return Anew($"it has {document.Length} bytes, more than {MostBytes}");
        }

        try
        {
            return JsonSerializer.Deserialize(document, LearnedJsonContext.Default.LearnedJson) switch
            {
                null => Anew("it is empty"),
                { Version: not Version and int other } => Anew($"it is of version {other}, this program reads {Version}"),
                { } json => new LearnedReading(LearnedReader.State(json), null),
            };
        }
        catch (Exception damage) when (damage is JsonException or InvalidDataException or ArgumentException or OverflowException)
        {
            return Anew(damage.Message);
        }
    }

    private static LearnedReading Anew(string why) =>
        new(LearnedState.Nothing, $"What was learned of rates, power and restarts could not be read ({why}); learning starts anew, and declared figures count until it has caught up.");
}
