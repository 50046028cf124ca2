using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Node.Storage;

namespace Optimizer.Node.History;

/// <summary>Keeps forecasters' states in <c>forecast.db</c> of the state directory, an SQLite database. Thread safe.</summary>
/// <remarks>
/// The file is open only during a call. A save is one transaction with a write-ahead log and full syncs, so a load sees a whole save or the one before,
/// whatever instant the process or the machine died at. Every row carries a SHA-256. What fails is set aside, said and counted; but a file that merely could
/// not be read now (locked, no permission, written by a newer version) is left as it is, and saves are refused until a load succeeds: cold states must not
/// replace weeks of history because of a wrong file mode. Why SQLite: decisions/forecast-state-in-sqlite.md.
/// </remarks>
public sealed partial class SqliteForecastStore : IForecastStore, IDisposable
{
    /// <summary>Pages given back to the disk after one save: 4 MiB, which shrinks any sensible file in a few saves and never stalls one.</summary>
    private const int VacuumPages = 1024;

    /// <summary>Longest a load or a save is waited for. A hundred times what a busy disk takes for 500 states.</summary>
    internal static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);

    private readonly DiskTurns _turns;
    private readonly DatabaseFile _file;
    private readonly IClock _clock;
    private readonly ILogger _logger;
    private string? _refusal;
    private long _setAside;

    /// <summary>Names the file; nothing is opened yet, and no native library is loaded.</summary>
    /// <param name="stateDirectory">Folder of the daemon's state; created by the first save when it does not exist.</param>
    /// <param name="clock">Dates what is set aside.</param>
    /// <param name="logger">Told of trouble.</param>
    /// <param name="time">Measures how long the disk takes; null is real time.</param>
    public SqliteForecastStore(string stateDirectory, IClock clock, ILogger<SqliteForecastStore> logger, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateDirectory);
        _file = new DatabaseFile(Path.Combine(stateDirectory, "forecast.db"));
        _turns = new DiskTurns(_file.Path, LongestCall, time ?? TimeProvider.System);
        (_clock, _logger) = (clock, logger);
    }

    /// <inheritdoc/>
    public long SetAside => Interlocked.Read(ref _setAside);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredSeries>> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _turns.TakeAsync(Load, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException stuck)
        {
            Refuse(stuck.Message);
            LogRefused(_logger, _file.Path, stuck.Message);
            return [];
        }
    }

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(states);
        return _turns.TakeAsync(
            token =>
            {
                Save(states, dropOlderThan, token);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private IReadOnlyList<StoredSeries> Load(CancellationToken cancellationToken)
    {
        string? before = _refusal;
        _refusal = null;
        List<StoredSeries> found = [];
        try
        {
            if (!File.Exists(_file.Path))
            {
                return found;
            }

            using SqliteConnection connection = _file.Open(create: false);
            switch (ForecastSchema.Schema.Recognise(connection))
            {
                case DatabaseSchema.Kind.Known:
                    ForecastSchema.Schema.Migrate(connection);
                    ReadRows(connection, found, cancellationToken);
                    break;
                case DatabaseSchema.Kind.Newer:
                    Refuse($"it was written by a newer version of gpu-optimizer (this one writes version {ForecastSchema.Schema.Version}). Install that version again, or move the file away to start anew.");
                    break;
                case DatabaseSchema.Kind.Foreign:
                    connection.Dispose();
                    MoveAside("it is a database of another program");
                    break;
            }
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            // What was read before the damage carries its own checksum and stands.
            Recover(problem);
        }

        if (_refusal is { } refusal && refusal != before)
        {
            LogRefused(_logger, _file.Path, refusal); // once, however often it is tried again
        }

        found.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        return found;
    }

    private void ReadRows(SqliteConnection connection, List<StoredSeries> found, CancellationToken cancellationToken)
    {
        List<long> damaged = [];
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = StoredRow.Select;
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (StoredRow.Read(reader) is { } series)
                {
                    found.Add(series);
                }
                else
                {
                    damaged.Add(reader.GetInt64(StoredRow.RowIdColumn));
                }
            }
        }

        if (damaged.Count > 0)
        {
            Interlocked.Add(ref _setAside, damaged.Count);
            LogRows(_logger, _file.Path, damaged.Count);
            StoredRow.Delete(connection, damaged);
        }
    }

    private void Save(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken)
    {
        if (_refusal is { } refusal)
        {
            throw new IOException($"{_file.Path} was not written, because what is in it could not be read and would be lost: {refusal} It is written again once it could be read");
        }

        try
        {
            Write(states, dropOlderThan, cancellationToken);
        }
        catch (SqliteException problem) when (SqliteTrouble.IsDamage(problem))
        {
            MoveAside(problem.Message);
            Guarded(() => Write(states, dropOlderThan, cancellationToken));
        }
        catch (Exception problem) when (problem is SqliteException or UnauthorizedAccessException)
        {
            throw Explained(problem);
        }
    }

    private void Write(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file.Path)!);
        using SqliteConnection connection = _file.Open(create: true);
        if (ForecastSchema.Schema.Recognise(connection) is DatabaseSchema.Kind.Newer or DatabaseSchema.Kind.Foreign)
        {
            throw new IOException($"{_file.Path} was not written: another program or a newer version of gpu-optimizer put it there while this one ran. Run one of them only, and restart.");
        }

        ForecastSchema.Schema.Migrate(connection);
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            using SqliteCommand writer = StoredRow.Writer(connection);
            writer.Transaction = transaction;
            foreach (StoredSeries series in states)
            {
                cancellationToken.ThrowIfCancellationRequested();
                StoredRow.Write(writer, series);
            }

            StoredRow.DeleteOlder(connection, transaction, dropOlderThan);
            transaction.Commit();
        }

        DatabaseSchema.Run(connection, $"PRAGMA incremental_vacuum({VacuumPages})");
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (problem is SqliteException or UnauthorizedAccessException)
        {
            throw Explained(problem);
        }
    }

    private IOException Explained(Exception problem) => new($"{_file.Path} was not written: {SqliteTrouble.Explain(problem)}", problem);

    private void Recover(Exception problem)
    {
        if (problem is SqliteException damage && SqliteTrouble.IsDamage(damage))
        {
            MoveAside(problem.Message);
        }
        else
        {
            Refuse(SqliteTrouble.Explain(problem));
        }
    }

    [MemberNotNull(nameof(_refusal))]
    private void Refuse(string reason) => _refusal = reason;

    private void MoveAside(string reason)
    {
        try
        {
            string aside = _file.SetAside(_clock.GetCurrentInstant());
            Interlocked.Increment(ref _setAside);
            LogSetAside(_logger, _file.Path, aside, reason);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Refuse($"it is damaged ({reason}) and cannot be renamed: {problem.Message}");
        }
    }
}
