using Optimizer.Node.Storage;

namespace Optimizer.Node.History;

/// <summary>Shape of the forecast database.</summary>
internal static class ForecastSchema
{
    /// <summary>"GPOF", and every version so far.</summary>
    public static DatabaseSchema Schema { get; } = new(
        0x47504F46,
        [
            """
            CREATE TABLE series (
                scope TEXT NOT NULL, name TEXT NOT NULL, signal TEXT NOT NULL, method TEXT NOT NULL,
                bin_seconds INTEGER NOT NULL, saved_at_ticks INTEGER NOT NULL, state BLOB NOT NULL, sha256 BLOB NOT NULL,
                UNIQUE (scope, name, signal)) STRICT;
            CREATE INDEX series_saved_at ON series (saved_at_ticks);
            """,
        ]);
}
