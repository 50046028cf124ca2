using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <content>What is said: changes, once each.</content>
public sealed partial class DemandSources
{
    /// <summary>What a request gets beyond the deadline to say that it ran out of it.</summary>
    private static readonly Duration LateAnswers = Duration.FromMilliseconds(250);

    private readonly ILogger _logger;

    private void Say(DemandTarget target, TargetOutcome outcome)
    {
        if (outcome.Trouble == target.Said)
        {
            return;
        }

        if (outcome.Trouble is { } trouble)
        {
            LogTrouble(_logger, target.Workload, target.Source, trouble, outcome.Detail);
        }
        else
        {
            LogRecovered(_logger, target.Workload, target.Source);
        }

        target.Said = outcome.Trouble;
    }

    [LoggerMessage(140, LogLevel.Warning, "Demand of {Workload} cannot be read ({Source}, {Reason}): {Detail}. Its series has a gap until it can.")]
    private static partial void LogTrouble(ILogger logger, string workload, DemandSourceKind source, DemandTroubleReason reason, string detail);

    [LoggerMessage(141, LogLevel.Information, "Demand of {Workload} is read again ({Source}).")]
    private static partial void LogRecovered(ILogger logger, string workload, DemandSourceKind source);

    [LoggerMessage(142, LogLevel.Warning, "History of {Workload} could not be read from Prometheus ({Reason}): {Detail}. Its forecaster starts cold.")]
    private static partial void LogNoHistory(ILogger logger, string workload, DemandTroubleReason reason, string detail);

    [LoggerMessage(143, LogLevel.Information, "History of {Workload}: {Points} points from Prometheus. {Warnings}")]
    private static partial void LogHistory(ILogger logger, string workload, int points, string warnings);
}
