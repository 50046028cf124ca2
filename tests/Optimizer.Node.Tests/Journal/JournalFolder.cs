using NodaTime;
using NodaTime.Testing;
using Optimizer.Control.Journal;
using Optimizer.Node.Journal;

namespace Optimizer.Node.Tests.Journal;

/// <summary>A state directory of its own, and journals on it.</summary>
internal sealed class JournalFolder : IDisposable
{
    public JournalFolder() => Path = Directory.CreateTempSubdirectory("gpu-optimizer-journal-").FullName;

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "journal.db");

    public string Boot { get; set; } = "boot-1";

    public FakeClock Clock { get; } = new(Instant.FromUtc(2026, 3, 1, 12, 0));

    public RecordingLog<SqliteJournal> Log { get; } = new();

    public string[] Aside => [.. Directory.GetFiles(Path, "journal.db.corrupt-*").Order(StringComparer.Ordinal)];

    public SqliteJournal Journal(JournalLimits? limits = null, bool startAnewWhenDamaged = false) => new(Path, () => Boot, Clock, Log, limits, startAnewWhenDamaged);

    /// <summary>Opens it, does something, and closes it.</summary>
    public async Task<JournalState> WithAsync(Func<SqliteJournal, Task> work)
    {
        using SqliteJournal journal = Journal();
        JournalState state = await journal.LoadAsync(CancellationToken.None);
        await work(journal);
        return state;
    }

    public Task<JournalState> LoadAsync() => WithAsync(static _ => Task.CompletedTask);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
