using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Optimizer.Control.Journal;

namespace Optimizer.Node.Journal;

/// <summary>One daemon per state directory and per node: held from start to end by whoever may write the journal and change GPUs.</summary>
/// <remarks>
/// An exclusive lock of the operating system on <c>writer.lock</c> of each directory, so it is gone the moment the process is, however it ended; the file itself
/// stays and means nothing. Who holds it stands beside it in <c>writer.owner</c>, since a locked file cannot be read.
/// </remarks>
public sealed class WriterLock : IDisposable
{
    private const string LockName = "writer.lock";

    private const string OwnerName = "writer.owner";

    private readonly List<FileStream> _held = [];

    private WriterLock()
    {
    }

    /// <summary>Takes the lock in every directory, or in none.</summary>
    /// <param name="directories">The state directory, and the run-time directory all daemons of a node share; created when they do not exist.</param>
    /// <param name="clock">Dates the owner's note.</param>
    /// <exception cref="JournalException">Somebody else has it, or a directory cannot be written; the message says who, since when, and what to do.</exception>
    public static WriterLock Take(IReadOnlyList<string> directories, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(clock);
        WriterLock taken = new();
        try
        {
            // In one order everywhere, so that two daemons with the same directories never hold half each.
            foreach (string directory in directories.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                taken.TakeOne(directory, clock);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Releases it.</summary>
    public void Dispose()
    {
        foreach (FileStream held in _held)
        {
            held.Dispose();
        }

        _held.Clear();
    }

    private void TakeOne(string directory, IClock clock)
    {
        string path = Path.Combine(directory, LockName), owner = Path.Combine(directory, OwnerName);
        try
        {
            Directory.CreateDirectory(directory);
            _held.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new JournalException($"{path} cannot be opened, so nothing is changed: {denied.Message} Check owner and mode of {directory}.", denied);
        }
        catch (IOException busy) when (File.Exists(path))
        {
            throw new JournalException($"{directory} is in use by another gpu-optimizer ({Owner(owner)}), so this one changes nothing. Stop the other, or give each node one daemon only.", busy);
        }
        catch (IOException problem)
        {
            throw new JournalException($"{path} cannot be made, so nothing is changed: {problem.Message}", problem);
        }

        try
        {
            File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} since {InstantPattern.General.Format(clock.GetCurrentInstant())}\n"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The lock holds without the note; whoever is refused then learns no name. A full disk is told of by the journal.
        }
    }

    private static string Owner(string note)
    {
        try
        {
            string text = File.ReadAllText(note).Trim();
            return text.Length is > 0 and < 100 ? text : "it left no note";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "it left no note";
        }
    }
}
