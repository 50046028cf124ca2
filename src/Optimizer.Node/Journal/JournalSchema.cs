using Optimizer.Node.Storage;

namespace Optimizer.Node.Journal;

/// <summary>Shape of the journal's database. Bodies are compressed documents with a checksum.</summary>
/// <remarks>The columns beside them are what is searched for. Each is in an index too, so that the check at start finds one that changed by itself.</remarks>
internal static class JournalSchema
{
    /// <summary>"GPOJ", and every version so far.</summary>
    public static DatabaseSchema Schema { get; } = new(
        0x47504F4A,
        [
            """
            CREATE TABLE state (
                id INTEGER PRIMARY KEY CHECK (id = 1), last_at TEXT NOT NULL, body BLOB NOT NULL, sha256 BLOB NOT NULL) STRICT;
            CREATE TABLE plans (
                generation INTEGER PRIMARY KEY, made_at_ticks INTEGER NOT NULL,
                life TEXT NOT NULL CHECK (life IN ('Held', 'Recommended', 'Proposed', 'Acting', 'Unwinding', 'Committed', 'RolledBack', 'Failed', 'Abandoned')),
                record BLOB NOT NULL, inputs BLOB NOT NULL) STRICT;
            CREATE INDEX plans_life ON plans (life, generation);
            CREATE INDEX plans_made_at ON plans (made_at_ticks);
            CREATE TABLE steps (
                position INTEGER PRIMARY KEY, generation INTEGER NOT NULL REFERENCES plans (generation) ON DELETE CASCADE,
                step INTEGER NOT NULL, compensation INTEGER NOT NULL, body BLOB NOT NULL,
                UNIQUE (generation, step, compensation)) STRICT;
            CREATE TABLE past (
                position INTEGER PRIMARY KEY, at_ticks INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
            CREATE INDEX past_at ON past (at_ticks);
            CREATE TABLE events (
                position INTEGER PRIMARY KEY, at_ticks INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
            CREATE TABLE documents (
                name TEXT PRIMARY KEY, body BLOB NOT NULL, sha256 BLOB NOT NULL) STRICT;
            """,
        ]);
}
