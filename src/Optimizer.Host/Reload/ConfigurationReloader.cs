using System.Collections.Immutable;
using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Logging;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Reload;

/// <summary>Reads the configuration and the web configuration again. All or nothing: one error anywhere keeps what was in force. Thread-safe.</summary>
internal sealed partial class ConfigurationReloader
{
    private readonly ConfigurationSource _source;
    private readonly WebConfigurationStore _web;
    private readonly LogLevelSwitch _level;
    private readonly IClock _clock;
    private readonly ILogger _log;
    private readonly SettingValues _started;
    private readonly Lock _gate = new();
    private SettingValues _values;
    private DaemonConfiguration _current;

    /// <summary>Starts from what the daemon started with.</summary>
    public ConfigurationReloader(ConfigurationSource source, ConfigurationResult.Read started, WebConfigurationStore web, LogLevelSwitch level, IClock clock, ILogger log)
    {
        _source = source;
        _web = web;
        _level = level;
        _clock = clock;
        _log = log;
        _started = _values = started.Values;
        _current = started.Configuration;
    }

    /// <summary>The last good configuration. Keys that need a restart show here what the file says, not what runs.</summary>
    public DaemonConfiguration Current => Volatile.Read(ref _current);

    /// <summary>Hands a new configuration to the parts; answers why it is refused, or null. Null when the parts take none while running.</summary>
    public Func<DaemonConfiguration, string?>? Apply { get; init; }

    /// <summary>Told how each reload went.</summary>
    public Action<bool, Instant>? Reloaded { get; init; }

    /// <summary>Reads both files now.</summary>
    public ReloadOutcome Reload()
    {
        lock (_gate)
        {
            ReloadOutcome outcome = ReadBoth();
            switch (outcome)
            {
                case ReloadOutcome.Applied applied:
                    LogApplied(_log, applied.Keys.IsEmpty ? "nothing" : string.Join(", ", applied.Keys));
                    if (!applied.NeedRestart.IsEmpty)
                    {
                        LogNeedRestart(_log, string.Join(", ", applied.NeedRestart));
                    }

                    break;
                case ReloadOutcome.Refused refused:
                    LogRefused(_log, refused.Problems.Length, string.Join("; ", refused.Problems));
                    break;
                default:
                    throw new InvalidOperationException("unhandled outcome");
            }

            Reloaded?.Invoke(outcome is ReloadOutcome.Applied, _clock.GetCurrentInstant());
            return outcome;
        }
    }

    private ReloadOutcome ReadBoth()
    {
        // The web configuration keeps its own last good state, and is read even when the other file is wrong:
        // an expired certificate must not wait for a slip in an unrelated file to be mended.
        ImmutableArray<FileError> webErrors = _web.Reload();
        ConfigurationResult result = _source.Load();
        ImmutableArray<string> problems = [.. webErrors.Select(e => e.ToString())];
        if (result is ConfigurationResult.Refused refused)
        {
            return new ReloadOutcome.Refused([.. refused.Errors.Select(e => e.ToString()), .. problems]);
        }

        if (!problems.IsEmpty)
        {
            return new ReloadOutcome.Refused(problems);
        }

        ConfigurationResult.Read read = (ConfigurationResult.Read)result;
        if (Apply?.Invoke(read.Configuration) is string reason)
        {
            return new ReloadOutcome.Refused([reason]);
        }

        ImmutableArray<string> changed = read.Values.Differences(_values, ReloadEffect.OnReload);
        ImmutableArray<string> waiting = Apply is null ? [.. read.Values.Differences(_started, ReloadEffect.OnReload).Where(key => !IsOwn(key))] : [];
        _values = read.Values;
        _level.Level = read.Configuration.Logging.Level;
        Volatile.Write(ref _current, read.Configuration);
        return new ReloadOutcome.Applied(
            [.. changed.Where(key => Apply is not null || IsOwn(key))],
            [.. read.Values.Differences(_started, ReloadEffect.OnRestart), .. waiting]);
    }

    /// <summary>Keys the host itself reads from <see cref="Current"/> at each use.</summary>
    private static bool IsOwn(string key) =>
        key == Settings.LogLevels.Key || key == Settings.HttpMaxConcurrentScrapes.Key || key == Settings.MetricsDcgmPage.Key;

    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "Configuration reloaded; changed: {Keys}")]
    private static partial void LogApplied(ILogger logger, string keys);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "These keys differ from what the daemon started with and take effect with its next restart: {Keys}")]
    private static partial void LogNeedRestart(ILogger logger, string keys);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "Configuration not reloaded, the last good one stays in force; {Count} problems: {Problems}")]
    private static partial void LogRefused(ILogger logger, int count, string problems);
}
