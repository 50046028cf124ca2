using Microsoft.Extensions.Logging;

namespace Optimizer.Node.Journal;

/// <content>What is said.</content>
public sealed partial class SqliteJournal
{
    [LoggerMessage(170, LogLevel.Error, "{File} could not be trusted and was set aside as {Aside}: {Reason} What was in flight, committed or quarantined is forgotten.")]
    private static partial void LogSetAside(ILogger logger, string file, string aside, string reason);

    [LoggerMessage(171, LogLevel.Warning, "Plan {Generation} in {File} cannot be read and is left out of the history: {Reason}")]
    private static partial void LogPlan(ILogger logger, long generation, string file, string reason);

    [LoggerMessage(172, LogLevel.Warning, "{File} could not be made smaller, which is tried again with the next plan: {Reason}")]
    private static partial void LogNotShrunk(ILogger logger, string file, string reason);

    [LoggerMessage(173, LogLevel.Warning, "{Count} disruptions in {File} are in the form of another release and do not count against budgets and dwell.")]
    private static partial void LogPast(ILogger logger, int count, string file);

    [LoggerMessage(174, LogLevel.Warning, "An event in {File} cannot be read and is left out: {Reason}")]
    private static partial void LogEvent(ILogger logger, string file, string reason);
}
