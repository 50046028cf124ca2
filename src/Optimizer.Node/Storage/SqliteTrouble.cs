using Microsoft.Data.Sqlite;

namespace Optimizer.Node.Storage;

/// <summary>SQLite's primary result codes in an operator's words. Source: sqlite.org, "Result and Error Codes".</summary>
internal static class SqliteTrouble
{
    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CantOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The file itself is broken: waiting or permissions would not help.</summary>
    public static bool IsDamage(SqliteException problem) => problem.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>What happened and what to do.</summary>
    public static string Explain(Exception problem) => problem is not SqliteException sqlite
        ? $"{problem.Message} Check owner and mode of the state directory."
        : sqlite.SqliteErrorCode switch
        {
            Busy or Locked => "another process holds it open for writing. Only one daemon may use a state directory: stop the other, or give each its own.",
            Full => "the disk is full. Free space; what was saved before is kept.",
            Perm or ReadOnly or CantOpen => $"it cannot be opened for writing ({sqlite.Message}). Check owner and mode of the file and of the state directory, and that the file system is not read-only.",
            _ => $"the disk does not do its work ({sqlite.Message}). See the kernel's log; what was saved before is kept where the disk still has it.",
        };
}
