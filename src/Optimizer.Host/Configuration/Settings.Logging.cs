namespace Optimizer.Host.Configuration;

/// <summary>Section <c>logging</c>.</summary>
internal static partial class Settings
{
    /// <summary>Least level that is written.</summary>
    public static readonly ChoiceSetting<LogLevel> LogLevels = new()
    {
        Key = "logging.level",
        Default = LogLevel.Information,
        Words =
        [
            new("trace", LogLevel.Trace), new("debug", LogLevel.Debug), new("information", LogLevel.Information),
            new("warning", LogLevel.Warning), new("error", LogLevel.Error), new("critical", LogLevel.Critical),
        ],
        Summary = "Least level that is written.",
        Why = "information is one line per change or decision; debug adds lines each cycle.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Form of a log line.</summary>
    public static readonly ChoiceSetting<LogFormat> LogFormats = new()
    {
        Key = "logging.format",
        Default = LogFormat.Auto,
        Words = [new("auto", LogFormat.Auto), new("journald", LogFormat.Journald), new("text", LogFormat.Text), new("json", LogFormat.Json)],
        Summary = "Form of a line on standard error. auto: journald when standard error is the journal, else text.",
    };

    internal static Setting[] LoggingSettings() => [LogLevels, LogFormats];
}
