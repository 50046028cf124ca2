using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;

namespace Optimizer.Node.History;

/// <summary>One row of the database and the checksum over all of it.</summary>
internal static class StoredRow
{
    public const string Select = "SELECT scope, name, signal, method, bin_seconds, saved_at_ticks, state, sha256, rowid FROM series ORDER BY rowid";

    /// <summary>Column of <see cref="Select"/> with the row's number.</summary>
    public const int RowIdColumn = 8;

    private const string Upsert =
        """
        INSERT INTO series (scope, name, signal, method, bin_seconds, saved_at_ticks, state, sha256)
        VALUES ($scope, $name, $signal, $method, $bin, $saved, $state, $sha256)
        ON CONFLICT (scope, name, signal) DO UPDATE SET
            method = excluded.method, bin_seconds = excluded.bin_seconds, saved_at_ticks = excluded.saved_at_ticks, state = excluded.state, sha256 = excluded.sha256
        """;

    /// <summary>The row under the reader; null when its checksum does not fit or it names something that does not exist.</summary>
    public static StoredSeries? Read(SqliteDataReader reader)
    {
        try
        {
            return Parse(reader);
        }
        catch (Exception problem) when (problem is InvalidCastException or InvalidOperationException or FormatException)
        {
            // A damaged record can claim a type its column cannot have.
            return null;
        }
    }

    /// <summary>A statement that writes one series after the other.</summary>
    public static SqliteCommand Writer(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = Upsert;
        foreach (string name in (string[])["$scope", "$name", "$signal", "$method", "$bin", "$saved", "$state", "$sha256"])
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    public static void Write(SqliteCommand writer, StoredSeries series)
    {
        object[] values =
        [
            series.Key.Scope.ToString(), series.Key.Name, series.Key.Signal.ToString(), series.Method,
            (long)series.BinSeconds, series.SavedAt.ToUnixTimeTicks(), Whole(series.State), Checksum(series),
        ];
        for (int index = 0; index < values.Length; index++)
        {
            writer.Parameters[index].Value = values[index];
        }

        writer.ExecuteNonQuery();
    }

    /// <summary>Deletes rows by number.</summary>
    public static void Delete(SqliteConnection connection, IEnumerable<long> rowIds)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM series WHERE rowid = $row";
        SqliteParameter row = command.Parameters.Add("$row", SqliteType.Integer);
        foreach (long rowId in rowIds)
        {
            row.Value = rowId;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Deletes rows saved before a time.</summary>
    public static void DeleteOlder(SqliteConnection connection, SqliteTransaction transaction, Instant limit)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM series WHERE saved_at_ticks < $limit";
        command.Parameters.AddWithValue("$limit", limit.ToUnixTimeTicks());
        command.ExecuteNonQuery();
    }

    // A state is large enough for the large object heap; copied once more with each save it would fill it.
    private static byte[] Whole(ReadOnlyMemory<byte> state) =>
        MemoryMarshal.TryGetArray(state, out ArraySegment<byte> part) && part.Offset == 0 && part.Array!.Length == part.Count ? part.Array : state.ToArray();

    private static StoredSeries? Parse(SqliteDataReader reader)
    {
        if (!Enum.TryParse(reader.GetString(0), out SeriesScope scope) || !Enum.IsDefined(scope)
            || !Enum.TryParse(reader.GetString(2), out DemandSignal signal) || !Enum.IsDefined(signal)
            || reader.GetInt64(4) is < 1 or > int.MaxValue
            || reader.GetInt64(5) is long ticks && (ticks < Instant.MinValue.ToUnixTimeTicks() || ticks > Instant.MaxValue.ToUnixTimeTicks()))
        {
            return null;
        }

        StoredSeries series = new(
            new SeriesKey(scope, reader.GetString(1), signal),
            reader.GetString(3),
            (int)reader.GetInt64(4),
            Instant.FromUnixTimeTicks(reader.GetInt64(5)),
            reader.GetFieldValue<byte[]>(6));
        return Checksum(series).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(7)) ? series : null;
    }

    /// <summary>SHA-256 over every field, each text with its length before it, so that no two rows share one by moving letters between fields.</summary>
    private static byte[] Checksum(StoredSeries series)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in (string[])[series.Key.Scope.ToString(), series.Key.Name, series.Key.Signal.ToString(), series.Method])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            AppendNumber(hash, bytes.Length);
            hash.AppendData(bytes);
        }

        AppendNumber(hash, series.BinSeconds);
        AppendNumber(hash, series.SavedAt.ToUnixTimeTicks());
        hash.AppendData(series.State.Span);
        return hash.GetHashAndReset();
    }

    private static void AppendNumber(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
