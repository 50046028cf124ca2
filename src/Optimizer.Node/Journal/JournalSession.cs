using Microsoft.Data.Sqlite;

namespace Optimizer.Node.Journal;

/// <summary>Statements on one connection, inside a transaction where there is one.</summary>
internal sealed class JournalSession(SqliteConnection connection, SqliteTransaction? transaction = null)
{
    /// <summary>Changes something.</summary>
    /// <returns>Rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Every row, read by a function.</summary>
    public List<T> Rows<T>(Func<SqliteDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static byte[] Bytes(SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every caller passes a constant of this folder
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
