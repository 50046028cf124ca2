namespace Optimizer.Host.Daemon;

/// <summary>Runs the parts' work as a hosted service and turns its untimely end into exit code 1.</summary>
internal sealed partial class DaemonWork(Func<CancellationToken, Task> work, IHostApplicationLifetime lifetime, ILogger<DaemonWork> log) : BackgroundService
{
    /// <summary>The work ended by itself.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
            if (!stoppingToken.IsCancellationRequested)
            {
                HasFailed = true;
                LogEnded(log);
                lifetime.StopApplication();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end.
        }
#pragma warning disable CA1031 // the last line of defence: whatever escaped is written down, then the daemon stops and systemd starts it anew
        catch (Exception failure)
#pragma warning restore CA1031
        {
            HasFailed = true;
            LogFailed(log, failure);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(EventId = 2300, Level = LogLevel.Critical, Message = "The daemon's work ended without being told to; stopping")]
    private static partial void LogEnded(ILogger logger);

    [LoggerMessage(EventId = 2301, Level = LogLevel.Critical, Message = "The daemon's work failed; stopping")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
