using Microsoft.Extensions.Logging.Console;
using Optimizer.Host.Configuration;

namespace Optimizer.Host.Logging;

/// <summary>Sets up logging with the framework's formatters, on standard error so that standard output stays for answers.</summary>
internal static class DaemonLogging
{
    /// <summary>Configures the builder.</summary>
    /// <param name="logging">The builder.</param>
    /// <param name="format">The configured form.</param>
    /// <param name="isJournal">Standard error is the journal.</param>
    /// <param name="level">The least level, which may change later.</param>
    public static void Configure(ILoggingBuilder logging, LogFormat format, bool isJournal, LogLevelSwitch level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddFilter((category, line) => level.Allows(category, line));
        LogFormat chosen = format != LogFormat.Auto ? format : isJournal ? LogFormat.Journald : LogFormat.Text;
        switch (chosen)
        {
            case LogFormat.Journald:
                logging.AddSystemdConsole(options => options.IncludeScopes = false);
                break;
            case LogFormat.Json:
                logging.AddJsonConsole(options => options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ");
                logging.Services.Configure<JsonConsoleFormatterOptions>(options => options.UseUtcTimestamp = true);
                break;
            case LogFormat.Text:
                logging.AddSimpleConsole(options =>
                {
                    options.SingleLine = true;
                    options.UseUtcTimestamp = true;
                    options.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
                    options.ColorBehavior = LoggerColorBehavior.Disabled;
                });
                break;
            case LogFormat.Auto:
            default:
                throw new InvalidOperationException($"unhandled {chosen}");
        }

        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
