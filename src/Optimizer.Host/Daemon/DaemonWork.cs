namespace Optimizer.Host.Daemon;

/// <summary>Runs the parts' work as a hosted service and turns its untimely end into exit code 1.</summary>
/// <remarks>The work is cancelled when stopping begins, not when its turn among the services comes: by then the server may have used up the whole grace.</remarks>
internal sealed partial class DaemonWork(Func<CancellationToken, Task> work, IHostApplicationLifetime lifetime, ILogger<DaemonWork> log) : BackgroundService
{
    /// <summary>The work ended by itself, before it was told to.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Waits for the work to end. True when it has, or never began.</summary>
    public async Task<bool> EndedWithinAsync(TimeSpan limit, TimeProvider time)
    {
        if (ExecuteTask is not Task running)
        {
            return true;
        }

        // How it ended was told where it ended; a stop before it got its first turn leaves it cancelled.
        await running.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted)
        {
            LogStuck(log, limit.TotalSeconds);
        }

        return running.IsCompleted;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await work(stop.Token);
            if (!stop.IsCancellationRequested)
            {
                HasFailed = true;
                LogEnded(log);
                lifetime.StopApplication();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The usual end.
        }
#pragma warning disable CA1031 // whatever goes wrong in the last cycle, the daemon was told to stop and does
        catch (Exception failure) when (stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailedStopping(log, failure);
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

    [LoggerMessage(EventId = 2305, Level = LogLevel.Warning, Message = "The daemon's work failed while it was stopping")]
    private static partial void LogFailedStopping(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 2306, Level = LogLevel.Warning, Message = "The daemon's work did not end within {Seconds} s of being told to; the process ends without it")]
    private static partial void LogStuck(ILogger logger, double seconds);
}
