using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Optimizer.Node.History;

/// <summary>Shape of the forecast database and how an older one becomes the present one.</summary>
internal static class ForecastSchema
{
    /// <summary>"GPOF" in the file's header: tells our file from another program's.</summary>
    public const int ApplicationId = 0x47504F46;

    /// <summary>Migrations[v] makes version v + 1 of version v. Entries are only ever added at the end.</summary>
    private static readonly ImmutableArray<string> Migrations =
    [
        """
        CREATE TABLE series (
            scope TEXT NOT NULL, name TEXT NOT NULL, signal TEXT NOT NULL, method TEXT NOT NULL,
            bin_seconds INTEGER NOT NULL, saved_at_ticks INTEGER NOT NULL, state BLOB NOT NULL, sha256 BLOB NOT NULL,
            UNIQUE (scope, name, signal)) STRICT;
        CREATE INDEX series_saved_at ON series (saved_at_ticks);
        """,
    ];

    /// <summary>Version this program writes, kept in the file's <c>user_version</c>.</summary>
    public static int Version => Migrations.Length;

    /// <summary>What a file is.</summary>
    public enum Kind
    {
        /// <summary>No tables: a new file.</summary>
        Empty,

        /// <summary>Ours, of this version or an older one.</summary>
        Known,

        /// <summary>Ours, written by a newer program.</summary>
        Newer,

        /// <summary>A database of something else.</summary>
        Foreign,
    }

    public static Kind Recognise(SqliteConnection connection)
    {
        long version = Number(connection, "PRAGMA user_version");
        if (Number(connection, "PRAGMA application_id") == ApplicationId)
        {
            return version > Version ? Kind.Newer : Kind.Known;
        }

        return version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0 ? Kind.Empty : Kind.Foreign;
    }

    /// <summary>Brings the file to the present version, in one transaction.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        long version = Number(connection, "PRAGMA user_version");
        if (version == Version)
        {
            return;
        }

        if (version == 0)
        {
            // Before anything else is written, or the vacuum mode is ignored. Both stay with the file.
            Run(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
        }

        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach (string migration in Migrations.AsSpan()[(int)version..])
        {
            Run(connection, migration);
        }

        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
        transaction.Commit();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // every caller passes a constant of this folder
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // as above
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
