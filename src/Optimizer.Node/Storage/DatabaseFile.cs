using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;

namespace Optimizer.Node.Storage;

/// <summary>The database file: how it is opened, and how it is set aside.</summary>
internal sealed class DatabaseFile(string path)
{
    /// <summary>Files set aside that are kept, the newest: enough to look into what happened, and no slow leak of a disk.</summary>
    public const int KeptAside = 3;

    /// <summary>How long another process's lock is waited for. Our own transactions last far less; a longer wait would stall a stop.</summary>
    private const int LockSeconds = 2;

    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("yyyyMMdd'T'HHmmss'Z'");

    public string Path { get; } = path;

    /// <summary>Opens the file. The connection holds it only while it is open: nothing is cached in between, neither pages nor locks.</summary>
    public SqliteConnection Open(bool create)
    {
        SqliteConnectionStringBuilder text = new()
        {
            DataSource = Path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = LockSeconds,
        };
        SqliteConnection connection = new(text.ConnectionString);
        try
        {
            connection.Open();

            // FULL: a commit that returned survives a power cut. 512 KiB of cache and no mapping: what is read passes through once, and the daemon's
            // memory is budgeted. Nothing here writes to the file, whoever's it may be.
            DatabaseSchema.Run(connection, "PRAGMA synchronous = FULL; PRAGMA cache_size = -512; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Renames the file and its journals, so that a new one can start, and removes all but the newest set aside.</summary>
    /// <returns>The new name.</returns>
    public string SetAside(Instant now)
    {
        string stem = $"{Path}.corrupt-{Stamp.Format(now.InUtc().LocalDateTime)}";
        string aside = stem;
        for (int copy = 2; File.Exists(aside); copy++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{stem}-{copy}");
        }

        foreach (string journal in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(Path + journal))
            {
                File.Move(Path + journal, aside + journal, overwrite: true);
            }
        }

        RemoveOld();
        return aside;
    }

    private void RemoveOld()
    {
        string[] aside =
        [
            .. Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(Path) + ".corrupt-*")
                .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
                .OrderDescending(StringComparer.Ordinal),
        ];
        foreach (string old in aside.Skip(KeptAside))
        {
            File.Delete(old);
            File.Delete(old + "-wal");
            File.Delete(old + "-shm");
        }
    }
}
