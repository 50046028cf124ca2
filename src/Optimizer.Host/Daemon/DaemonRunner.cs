using System.Collections.Immutable;
using Optimizer.Host.Cli;
using Optimizer.Host.Configuration;
using Optimizer.Host.Http;
using Optimizer.Host.Logging;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Daemon;

/// <summary>Runs a daemon from start to exit code.</summary>
internal static partial class DaemonRunner
{
    // READY waits for the first cycle, so that a unit ordered after this one finds readings; a driver that hangs must not hold up the boot.
    private static readonly TimeSpan LongestWaitForReady = TimeSpan.FromSeconds(10);

    /// <summary>Runs until the token, SIGTERM or SIGINT. 0 after a stop that was asked for; 1 with the reason on <see cref="DaemonStart.Error"/> otherwise.</summary>
    public static async Task<int> RunAsync(DaemonStart start, CancellationToken cancellationToken)
    {
        ConfigurationResult result = start.Source.Load();
        if (result is not ConfigurationResult.Read read)
        {
            return await RefuseAsync(start, ((ConfigurationResult.Refused)result).Errors);
        }

        LogLevelSwitch level = new(read.Configuration.Logging.Level);
        void ConfigureLogging(ILoggingBuilder logging) =>
            DaemonLogging.Configure(logging, read.Configuration.Logging.Format, JournalStream.IsStandardError(), level);
        using ILoggerFactory early = LoggerFactory.Create(ConfigureLogging);
        ILogger log = early.CreateLogger(typeof(DaemonRunner).FullName!);
        if (WebConfigurationStore.Open(read.Configuration.WebConfigFile, start.Time, log, out ImmutableArray<FileError> errors) is not WebConfigurationStore web)
        {
            return await RefuseAsync(start, errors);
        }

        DaemonHost host;
        try
        {
            host = DaemonHost.Build(start, read, web, level, ConfigureLogging);
        }
        catch (StartRefusedException refused)
        {
            await start.Error.WriteLineAsync(refused.Message);
            return ExitCode.Refused;
        }

        await using (host)
        {
            return await ServeAsync(start, host, read, log, cancellationToken);
        }
    }

    private static async Task<int> ServeAsync(DaemonStart start, DaemonHost host, ConfigurationResult.Read read, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(start.HandleSignals, cancellationToken);
        }
        catch (Exception failure) when (ListenFailure.Explain(read.Configuration.Listen, failure) is string reason)
        {
            await start.Error.WriteLineAsync(reason);
            await host.StopAsync(CancellationToken.None);
            return ExitCode.Refused;
        }

        catch (StartRefusedException refused)
        {
            await start.Error.WriteLineAsync(refused.Message);
            await host.StopAsync(CancellationToken.None);
            return ExitCode.Refused;
        }
        catch (OperationCanceledException) when (host.Stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            // The work failed, or a stop was asked for, before the server listened.
            await host.StopAsync(CancellationToken.None);
            return host.HasFailed ? ExitCode.Refused : ExitCode.Ok;
        }

        await AnnounceAsync(start, host, read, log);
        await UntilStoppedAsync(start, host, cancellationToken);
        await host.StopAsync(CancellationToken.None);
        LogStopped(log);
        return host.HasFailed ? ExitCode.Refused : ExitCode.Ok;
    }

    private static async Task AnnounceAsync(DaemonStart start, DaemonHost host, ConfigurationResult.Read read, ILogger log)
    {
        foreach (string url in host.Urls)
        {
            await start.Output.WriteLineAsync($"Serving {url}/metrics (status page: {url}/)");
        }

        if (host.ControlSocket is string socket)
        {
            await start.Output.WriteLineAsync($"Control socket {socket}");
        }

        ImmutableArray<string> changed = read.Values.Changed();
        LogStarted(log, ProductVersion.Text, read.File ?? "no file (defaults)", changed.IsEmpty ? "none" : string.Join(", ", changed));
        if (start.Watchdog is TimeSpan watchdog && watchdog < read.Configuration.Sampler.LeastWatchdog.ToTimeSpan())
        {
            LogTightWatchdog(log, watchdog.TotalSeconds);
        }

        if (read.Configuration.IsOpenToAll)
        {
            LogOpenToAll(log, read.Configuration.Listen.ToString());
        }
    }

    private static async Task UntilStoppedAsync(DaemonStart start, DaemonHost host, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Stopping);
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, start.Time, stop.Token);
        await Task.WhenAny(host.Systemd.FirstCycle, Task.Delay(LongestWaitForReady, start.Time, stop.Token), stopped);
        host.Systemd.Ready(host.Status);
        await stopped.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<int> RefuseAsync(DaemonStart start, ImmutableArray<FileError> errors)
    {
        foreach (FileError error in errors)
        {
            await start.Error.WriteLineAsync(error.ToString());
        }

        await start.Error.WriteLineAsync("The daemon does not start with these errors; check a corrected file with: gpu-optimizer check-config FILE");
        return ExitCode.Refused;
    }

    [LoggerMessage(EventId = 2302, Level = LogLevel.Information, Message = "gpu-optimizer {Version} started; configuration: {File}; settings that differ from their defaults: {Keys}")]
    private static partial void LogStarted(ILogger logger, string version, string file, string keys);

    [LoggerMessage(EventId = 2303, Level = LogLevel.Warning, Message = "WatchdogSec is {Seconds} s, less than two sampling periods and two call deadlines: a slow GPU may get the daemon restarted; raise WatchdogSec")]
    private static partial void LogTightWatchdog(ILogger logger, double seconds);

    [LoggerMessage(EventId = 2307, Level = LogLevel.Warning, Message = "Listening on {Address} without web_config_file: whoever reaches it reads, in plain text, what runs on this node; set web_config_file or listen on loopback")]
    private static partial void LogOpenToAll(ILogger logger, string address);

    [LoggerMessage(EventId = 2304, Level = LogLevel.Information, Message = "gpu-optimizer stopped")]
    private static partial void LogStopped(ILogger logger);
}
