using Microsoft.Data.Sqlite;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Node.Storage;

namespace Optimizer.Node.Journal;

/// <summary>The journal's file and the one connection to it. One caller at a time.</summary>
internal sealed class JournalFile(string path, IClock clock) : IDisposable
{
    /// <summary>Pages given back to the disk after one plan: 1 MiB, which keeps up with any pace of plans and never stalls one.</summary>
    private const int VacuumPages = 256;

    private readonly DatabaseFile _file = new(path);
    private SqliteConnection? _connection;
    private bool _started;

    public string Path => _file.Path;

    /// <summary>Changes every connection when it is opened, so that tests can make a disk small.</summary>
    public Action<SqliteConnection>? Opened { get; set; }

    /// <summary>What is in the file is broken, or it is no journal: waiting or permissions would not help.</summary>
    public static bool IsDamage(Exception problem) => problem is FormatException or InvalidCastException || (problem is SqliteException sqlite && SqliteTrouble.IsDamage(sqlite));

    /// <summary>What to do about damage.</summary>
    public string Advice(string found) =>
        $"it is damaged ({found}). It may have held a plan half done, so no new one is begun by itself: compare the node's GPU instances and workloads with what they should be, "
        + $"then move {Path} and its -wal and -shm files away and start again; the layout found then is taken as the one in force.";

    /// <summary>Opens the file and checks all of it; makes it where there is none.</summary>
    public void Start()
    {
        Close();
        if (!File.Exists(Path))
        {
            if (File.Exists(Path + "-wal") && new FileInfo(Path + "-wal").Length > 0)
            {
                throw new FormatException("the file is gone and its write-ahead log is still there");
            }

            Create();
        }

        SqliteConnection connection = Open(create: false);
        try
        {
            Check(connection);
            JournalSchema.Schema.Migrate(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        (_connection, _started) = (connection, true);
    }

    /// <summary>The connection; opened anew after trouble.</summary>
    public SqliteConnection Connection()
    {
        if (!_started)
        {
            throw new JournalException($"{Path} could not be loaded, so nothing is read from it or written to it. The first trouble said why.");
        }

        if (!File.Exists(Path))
        {
            // SQLite would go on writing to a file that has no name any more.
            throw new JournalException($"{Path} was removed while the daemon ran, so nothing is changed. Put it back, or restart the daemon to begin a new one.");
        }

        return _connection ??= Open(create: false);
    }

    public void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>Renames the file.</summary>
    /// <returns>The new name.</returns>
    public string SetAside()
    {
        Close();
        return _file.SetAside(clock.GetCurrentInstant());
    }

    /// <summary>Bytes in use; pages that wait to be given back are not counted.</summary>
    public long UsedBytes()
    {
        SqliteConnection connection = Connection();
        return (DatabaseSchema.Number(connection, "PRAGMA page_count") - DatabaseSchema.Number(connection, "PRAGMA freelist_count")) * DatabaseSchema.Number(connection, "PRAGMA page_size");
    }

    public void Vacuum() => DatabaseSchema.Run(Connection(), $"PRAGMA incremental_vacuum({VacuumPages})");

    public void Dispose() => Close();

    /// <summary>Made under another name and renamed when it is whole: a journal that is there and empty is damaged, never new.</summary>
    private void Create()
    {
        string made = Path + ".new";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        foreach (string left in (string[])[made, made + "-wal", made + "-shm"])
        {
            File.Delete(left);
        }

        using (SqliteConnection connection = new DatabaseFile(made).Open(create: true))
        {
            JournalSchema.Schema.Migrate(connection);
        }

        File.Move(made, Path);
    }

    private void Check(SqliteConnection connection)
    {
        switch (JournalSchema.Schema.Recognise(connection))
        {
            case DatabaseSchema.Kind.Newer:
                throw new JournalException($"{Path} was written by a newer version of gpu-optimizer (this one writes version {JournalSchema.Schema.Version}), so nothing is changed. Install that version again.");
            case DatabaseSchema.Kind.Empty:
                throw new FormatException("it is empty");
            case DatabaseSchema.Kind.Foreign:
                throw new FormatException("it is a database of another program");
        }

        List<string> faults = new JournalSession(connection).Rows(reader => reader.GetString(0), "PRAGMA integrity_check(1)");
        if (faults is not ["ok"])
        {
            throw new FormatException(string.Join("; ", faults).ReplaceLineEndings(" "));
        }
    }

    private SqliteConnection Open(bool create)
    {
        SqliteConnection connection = _file.Open(create);

        // The log is cut back to this after a checkpoint; it is some 4 MB while the daemon writes. Foreign keys take a plan's steps away with it.
        DatabaseSchema.Run(connection, "PRAGMA journal_size_limit = 4194304; PRAGMA foreign_keys = ON");
        Opened?.Invoke(connection);
        return connection;
    }
}
