namespace Optimizer.Host.Configuration;

/// <summary>The form of a log line on standard error.</summary>
internal enum LogFormat
{
    /// <summary><see cref="Journald"/> when standard error is the journal, else <see cref="Text"/>.</summary>
    Auto,

    /// <summary>One line with a priority prefix (<c>&lt;6&gt;</c>) that journald understands.</summary>
    Journald,

    /// <summary>One line with time and level, for a terminal.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
