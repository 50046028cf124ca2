namespace Optimizer.Host.Logging;

/// <summary>Tells whether standard error is connected to the journal, as systemd.exec(5) asks programs to do.</summary>
internal static class JournalStream
{
    /// <summary>True when JOURNAL_STREAM names the socket that the descriptor is.</summary>
    /// <param name="journalStream">JOURNAL_STREAM: <c>device:inode</c>; null when not set.</param>
    /// <param name="descriptorTarget">Where <c>/proc/self/fd/2</c> points, for example <c>socket:[1234]</c>; null when unknown.</param>
    /// <remarks>The variable alone does not tell: it is inherited by a shell whose standard error was sent to a file.</remarks>
    public static bool Matches(string? journalStream, string? descriptorTarget)
    {
        int colon = journalStream?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0 && string.Equals(descriptorTarget, $"socket:[{journalStream![(colon + 1)..]}]", StringComparison.Ordinal);
    }

    /// <summary>True when this process' standard error is the journal.</summary>
    public static bool IsStandardError()
    {
        string? target;
        try
        {
            target = new FileInfo("/proc/self/fd/2").LinkTarget;
        }
        catch (IOException)
        {
            target = null; // no /proc: not a place where systemd runs services
        }

        return Matches(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), target);
    }
}
