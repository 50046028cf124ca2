using Microsoft.Extensions.Logging;

namespace Optimizer.Node.History;

/// <content>What is said.</content>
public sealed partial class SqliteForecastStore
{
    [LoggerMessage(160, LogLevel.Error, "{File} could not be trusted and was set aside as {Aside}: {Reason}. Forecasts whose state is lost start cold.")]
    private static partial void LogSetAside(ILogger logger, string file, string aside, string reason);

    [LoggerMessage(161, LogLevel.Error, "{Rows} forecast states in {File} do not match their checksum and were dropped; these forecasts start cold.")]
    private static partial void LogRows(ILogger logger, string file, int rows);

    [LoggerMessage(162, LogLevel.Error, "{File} is left as it is and forecasts are not saved: {Reason}")]
    private static partial void LogRefused(ILogger logger, string file, string reason);
}
