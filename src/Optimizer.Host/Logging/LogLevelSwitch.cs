namespace Optimizer.Host.Logging;

/// <summary>The least level written, which a reload can change. Thread-safe.</summary>
/// <param name="level">The level at start.</param>
internal sealed class LogLevelSwitch(LogLevel level)
{
    // The generic host logs the stack of every failed start; we say the same in one sentence with the remedy, or let the exception through.
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile LogLevel _level = level;

    /// <summary>The least level written.</summary>
    public LogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>Whether a line is written. The framework's own chatter is one level quieter: its information is our debug.</summary>
    public bool Allows(string? category, LogLevel level)
    {
        if (string.Equals(category, HostCategory, StringComparison.Ordinal))
        {
            return level == LogLevel.Critical;
        }

        bool framework = category is not null
            && (category.StartsWith("Microsoft.", StringComparison.Ordinal) || category.StartsWith("System.", StringComparison.Ordinal));
        return level >= (framework && _level == LogLevel.Information ? LogLevel.Warning : _level);
    }
}
