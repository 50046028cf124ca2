using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Journal.Documents;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Node.Storage;
using Optimizer.Planning.Problems;

namespace Optimizer.Node.Journal;

/// <summary>The journal in <c>journal.db</c> of the state directory, an SQLite database. Thread safe.</summary>
/// <remarks>
/// An entry is one transaction with a write-ahead log and full syncs: whatever instant the process or the machine dies at, what is found afterwards is every
/// acknowledged entry and at most the one that was being written. Every body has a checksum. A file that is damaged, locked, of a newer version or not permitted
/// is left as it is and refused with what to do: whoever acts without knowing what was in flight may stop somebody's job. Why: decisions/journal.md.
/// </remarks>
public sealed partial class SqliteJournal : IJournal, IDisposable
{
    /// <summary>Longest a call is waited for. A tick that waits longer is no tick; a busy disk takes a hundredth of it.</summary>
    internal static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    /// <summary>Largest document kept. Everything learned on a node takes some 100 KB; what is a hundred times larger is a mistake, and would fill the disk.</summary>
    private const int MostDocumentBytes = 16 << 20;

    private const string PartUnread = "does not give what was asked for";

    private readonly DiskTurns _turns;
    private readonly JournalFile _file;
    private readonly Func<string?> _bootId;
    private readonly JournalLimits _limits;
    private readonly ILogger _logger;
    private readonly bool _startAnewWhenDamaged;

    /// <summary>Names the file; nothing is opened yet, and no native library is loaded.</summary>
    /// <param name="stateDirectory">Folder of the daemon's state; created by loading when it does not exist. Whoever opens a journal holds its <see cref="WriterLock"/>.</param>
    /// <param name="bootId">Identity of the present boot; null when not known.</param>
    /// <param name="clock">Dates what is set aside.</param>
    /// <param name="logger">Told of trouble.</param>
    /// <param name="limits">How much is kept; null: the shipped limits.</param>
    /// <param name="startAnewWhenDamaged">Set a damaged file aside and begin a new one. Only for who changes nothing on the node.</param>
    /// <param name="time">Measures how long the disk takes; null is real time.</param>
    public SqliteJournal(
        string stateDirectory, Func<string?> bootId, IClock clock, ILogger<SqliteJournal> logger, JournalLimits? limits = null, bool startAnewWhenDamaged = false, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateDirectory);
        _file = new JournalFile(Path.Combine(stateDirectory, "journal.db"), clock);
        _turns = new DiskTurns(_file.Path, LongestCall, time ?? TimeProvider.System);
        (_bootId, _logger, _limits, _startAnewWhenDamaged) = (bootId, logger, limits ?? new JournalLimits(), startAnewWhenDamaged);
    }

    /// <summary>Changes every connection when it is opened, so that tests can make a disk small.</summary>
    internal Action<SqliteConnection>? Opened { get => _file.Opened; set => _file.Opened = value; }

    /// <inheritdoc/>
    public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => TakeAsync("cannot be read, so nothing is changed", Load, cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return AppendAsync([entry], cancellationToken);
    }

    /// <inheritdoc/>
    public Task AppendAsync(ValueArray<JournalEntry> entries, CancellationToken cancellationToken) =>
        TakeAsync("was not written, so nothing is changed", () => Append(entries), cancellationToken);

    /// <inheritdoc/>
    public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (document.Length > MostDocumentBytes)
        {
            throw new ArgumentException($"The document '{name}' has {document.Length} bytes; a journal keeps at most {MostDocumentBytes}.", nameof(document));
        }

        byte[] body = document.ToArray();
        return TakeAsync($"does not keep '{name}'", () => Write(tables => tables.PutDocument(name, body)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) =>
        TakeAsync<ReadOnlyMemory<byte>?>(PartUnread, () => Read().Document(name) is { } body ? new ReadOnlyMemory<byte>?(body) : null, cancellationToken);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _turns.Dispose();
    }

    private async Task<TResult> TakeAsync<TResult>(string refusal, Func<TResult> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _turns.TakeAsync(_ => Guarded(refusal, work), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException stuck)
        {
            throw new JournalException(stuck.Message, stuck);
        }
    }

    /// <summary>Every trouble leaves with a sentence, and with the connection closed: the next call begins with a fresh one, whatever state this one was in.</summary>
    private TResult Guarded<TResult>(string refusal, Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (FormatException part) when (refusal == PartUnread)
        {
            throw new JournalException($"{_file.Path} {refusal}: {part.Message} The rest of it is in use.", part);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException or FormatException or InvalidCastException)
        {
            _file.Close();
            throw new JournalException($"{_file.Path} {refusal}: {Reason(problem)}", problem);
        }
    }

    private string Reason(Exception problem) => JournalFile.IsDamage(problem) ? _file.Advice(problem.Message) : SqliteTrouble.Explain(problem);

    private JournalState Load()
    {
        try
        {
            return LoadState();
        }
        catch (Exception problem) when (_startAnewWhenDamaged && JournalFile.IsDamage(problem))
        {
            string aside = _file.SetAside();
            LogSetAside(_logger, _file.Path, aside, problem.Message);
            return LoadState();
        }
    }

    private JournalState LoadState()
    {
        _file.Start();
        JournalTables tables = Read();
        try
        {
            if (tables.State() is not var (state, last))
            {
                return JournalState.Empty;
            }

            PastChange?[] past = [.. tables.Past()];
            if (past.Count(static change => change is null) is var unread and > 0)
            {
                LogPast(_logger, unread, _file.Path);
            }

            return state with { InFlight = tables.PlanInFlight(), Past = JournalFold.Recent(past.OfType<PastChange>(), last) };
        }
        catch (UnknownVersionException other)
        {
            _file.Close();
            throw new JournalException($"{_file.Path} {OtherRelease(other.Message)}", other);
        }
    }

    /// <summary>What is finished may be unreadable; what is in force or in flight may not, and then somebody has to choose.</summary>
    private string OtherRelease(string found) =>
        $"was written by another release of gpu-optimizer, and what is in force or in flight in it cannot be read ({found}), so nothing is changed. "
        + $"Install that release again and let it end its plan; or compare the node with what it should be, move {_file.Path} and its -wal and -shm files away and start again.";

    private ImmutableArray<JournalEntry> Events(int most)
    {
        ImmutableArray<JournalEntry>.Builder events = ImmutableArray.CreateBuilder<JournalEntry>();
        foreach (byte[] body in Read().Events(most))
        {
            try
            {
                events.Add(JournalDocuments.Entry.Unpack(body));
            }
            catch (FormatException unread)
            {
                LogEvent(_logger, _file.Path, unread.Message);
            }
        }

        return events.ToImmutable();
    }

    private bool Append(ValueArray<JournalEntry> entries)
    {
        Write(tables =>
        {
            foreach (JournalEntry entry in entries)
            {
                Append(tables, entry);
            }
        });
        if (entries.Any(static entry => entry is JournalEntry.PlanMade))
        {
            Shrink();
        }

        return true;
    }

    private void Append(JournalTables tables, JournalEntry entry)
    {
        PlanRecord? plan = JournalFold.Subject(entry) is { } generation
            ? tables.Plan(generation) ?? throw new JournalException($"Plan {generation} is not in {_file.Path}, so nothing can be written about it. Make a new plan.")
            : null;
        JournalState before = tables.State()?.State ?? JournalState.Empty;
        tables.Put(JournalFold.After(before, entry, plan, _bootId()), entry.At);
        PutParts(tables, entry, plan);
    }

    private void PutParts(JournalTables tables, JournalEntry entry, PlanRecord? plan)
    {
        if (entry is JournalEntry.PlanMade made)
        {
            tables.Put(made.Record, made.Inputs);
            tables.Forget(_limits, entry.At);
        }
        else if (plan is not null)
        {
            tables.Put(plan, JournalFold.After(plan, entry));
        }
        else
        {
            tables.PutEvent(entry, _limits.Events);
        }

        if (JournalFold.Disruption(entry) is { } past)
        {
            tables.Put(past);
        }
    }

    private ImmutableArray<PlanRecord> History(int most, bool actedOnly)
    {
        JournalTables tables = Read();
        ImmutableArray<PlanRecord>.Builder plans = ImmutableArray.CreateBuilder<PlanRecord>();
        foreach (long generation in tables.Newest(Math.Max(0, most), actedOnly))
        {
            try
            {
                plans.Add(tables.Plan(generation)!);
            }
            catch (FormatException damage)
            {
                // One damaged page of the past must not hide the rest of it.
                LogPlan(_logger, generation, _file.Path, damage.Message);
            }
        }

        return plans.ToImmutable();
    }

    /// <summary>Gives pages back to the disk, and removes plans before their time where the file has grown too large. The entry is safe by then, so failing fails nothing.</summary>
    private void Shrink()
    {
        try
        {
            if (_file.UsedBytes() > _limits.Bytes)
            {
                Write(tables => tables.ForgetMore(_limits));
            }

            _file.Vacuum();
        }
        catch (SqliteException problem)
        {
            LogNotShrunk(_logger, _file.Path, SqliteTrouble.Explain(problem));
        }
    }

    private JournalTables Read() => new(new JournalSession(_file.Connection()));

    private bool Write(Action<JournalTables> change)
    {
        SqliteConnection connection = _file.Connection();
        using SqliteTransaction transaction = connection.BeginTransaction();
        change(new JournalTables(new JournalSession(connection, transaction)));
        transaction.Commit();
        return true;
    }
}
