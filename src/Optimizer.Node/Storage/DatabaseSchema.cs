using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Optimizer.Node.Storage;

/// <summary>Shape of a database of ours and how an older one becomes the present one.</summary>
/// <param name="applicationId">In the file's header: tells our file from another program's.</param>
/// <param name="migrations">Migrations[v] makes version v + 1 of version v. Entries are only ever added at the end.</param>
internal sealed class DatabaseSchema(int applicationId, ImmutableArray<string> migrations)
{
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

    /// <summary>Version this program writes, kept in the file's <c>user_version</c>.</summary>
    public int Version => migrations.Length;

    public Kind Recognise(SqliteConnection connection)
    {
        long version = Number(connection, "PRAGMA user_version");
        if (Number(connection, "PRAGMA application_id") == applicationId)
        {
            return version > Version ? Kind.Newer : Kind.Known;
        }

        return version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0 ? Kind.Empty : Kind.Foreign;
    }

    /// <summary>Brings the file to the present version, in one transaction.</summary>
    public void Migrate(SqliteConnection connection)
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
        foreach (string migration in migrations.AsSpan()[(int)version..])
        {
            Run(connection, migration);
        }

        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {applicationId}; PRAGMA user_version = {Version}"));
        transaction.Commit();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // every caller passes a constant of this project
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // as above
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
