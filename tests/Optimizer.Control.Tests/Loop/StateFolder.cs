using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Node.Journal;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A state directory with a journal on disk, removed after the test.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("gpu-optimizer-loop-").FullName;

    public string Database => Path.Combine(_path, "journal.db");

    public SqliteJournal Journal() => new(_path, static () => "boot-1", new FakeClock(Instant.FromUtc(2026, 3, 2, 8, 0)), NullLogger<SqliteJournal>.Instance);

    /// <summary>Changes rows behind the journal's back.</summary>
    public void Write(string sql, byte[] body)
    {
        using SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$body", body);
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
