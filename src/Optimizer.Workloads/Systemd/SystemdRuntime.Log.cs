using Microsoft.Extensions.Logging;
using Optimizer.Model.Replicas;

namespace Optimizer.Workloads.Systemd;

/// <content>What is said.</content>
public sealed partial class SystemdRuntime
{
    [LoggerMessage(240, LogLevel.Information, "{Unit} is started for {Workload} on {Seat}")]
    private static partial void LogStarting(ILogger logger, string unit, string workload, Seat seat);

    [LoggerMessage(241, LogLevel.Information, "{Unit} of {Workload} on {Seat} has stopped; its rights are revoked")]
    private static partial void LogStopped(ILogger logger, string unit, string workload, Seat seat);

    [LoggerMessage(242, LogLevel.Information, "The drop-in of {Unit}, which does not run, is removed")]
    private static partial void LogRemoved(ILogger logger, string unit);

    [LoggerMessage(243, LogLevel.Warning, "{Unit} still runs on a seat that is to be revoked; it is left alone")]
    private static partial void LogStillBound(ILogger logger, string unit);

    [LoggerMessage(244, LogLevel.Warning, "{Unit} runs with a drop-in of a workload that is not declared (any more); both are left alone until it stops")]
    private static partial void LogUndeclared(ILogger logger, string unit);

    [LoggerMessage(245, LogLevel.Error, "Drop-ins could not be taken away: {Reason}. A unit started by hand may get rights to a seat that is not its own.")]
    private static partial void LogNotRevoked(ILogger logger, string reason);
}
