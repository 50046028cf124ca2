using System.Collections.Immutable;
using Optimizer.Host.Configuration;
using Optimizer.Host.Logging;
using Optimizer.Host.Web;
using Optimizer.Host.Workloads;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Reload;

/// <summary>
/// Reads the configuration, the web configuration and the declarations of workloads again. All or nothing: one error anywhere keeps what was in force.
/// Declarations are only checked and compared: they take effect with a restart. Thread-safe.
/// </summary>
internal sealed partial class ConfigurationReloader
{
    /// <summary>What the declarations of workloads are called among the keys that wait for a restart.</summary>
    public const string Declarations = "the declarations in workloads.directory";

    private readonly ConfigurationSource _source;
    private readonly WebConfigurationStore _web;
    private readonly LogLevelSwitch _level;
    private readonly ILogger _log;
    private readonly SettingValues _started;
    private readonly WorkloadsReading _declared;
    private readonly Lock _gate = new();
    private SettingValues _values;
    private DaemonConfiguration _current;
    private string? _file;

    /// <summary>Starts from what the daemon started with.</summary>
    public ConfigurationReloader(ConfigurationSource source, ConfigurationResult.Read started, WebConfigurationStore web, LogLevelSwitch level, ILogger log)
    {
        _source = source;
        _web = web;
        _level = level;
        _log = log;
        _started = _values = started.Values;
        _current = started.Configuration;
        _file = started.File;
        _declared = Declared(started.Configuration);
    }

    /// <summary>The last good configuration. Keys that need a restart show here what the file says, not what runs.</summary>
    public DaemonConfiguration Current => Volatile.Read(ref _current);

    /// <summary>Told how each reload went.</summary>
    public Action<bool>? Reloaded { get; init; }

    /// <summary>Reads them now.</summary>
    public ReloadOutcome Reload()
    {
        lock (_gate)
        {
            ReloadOutcome outcome = ReadAll();
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

            Reloaded?.Invoke(outcome is ReloadOutcome.Applied);
            return outcome;
        }
    }

    private ReloadOutcome ReadAll()
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
        WorkloadsReading declared = Declared(read.Configuration);
        if (declared is WorkloadsReading.Refused wrong)
        {
            // Nothing of them is taken before the next restart, which they would make fail: that is said now, while the operator looks.
            return new ReloadOutcome.Refused([.. wrong.Errors.Select(e => e.ToString())]);
        }

        if (read.File is null && _file is not null)
        {
            // A daemon that was configured must not fall back to defaults because its file is being replaced or its folder is not mounted.
            return new ReloadOutcome.Refused([$"{_file}: the file does not exist any more; put it back, or restart the daemon to run on defaults"]);
        }

        ImmutableArray<string> changed = read.Values.Differences(_values, ReloadEffect.OnReload);
        _values = read.Values;
        _file = read.File;
        _level.Level = read.Configuration.Logging.Level;
        Volatile.Write(ref _current, read.Configuration);
        return new ReloadOutcome.Applied(changed, [.. read.Values.Differences(_started, ReloadEffect.OnRestart), .. declared == _declared ? [] : new[] { Declarations }]);
    }

    // Without forecasts nobody reads them, at start neither. How many files they are in makes no difference.
    private static WorkloadsReading Declared(DaemonConfiguration configuration) => configuration.Forecast.Enabled
        ? WorkloadDirectory.Load(configuration.Workloads.Directory) switch
        {
            WorkloadsReading.Read read => read with { Files = 0 },
            WorkloadsReading other => other,
        }
        : new WorkloadsReading.Read([], 0);

    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "Configuration reloaded; changed: {Keys}")]
    private static partial void LogApplied(ILogger logger, string keys);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "These differ from what the daemon started with and take effect with its next restart: {Keys}")]
    private static partial void LogNeedRestart(ILogger logger, string keys);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "Configuration not reloaded, the last good one stays in force; {Count} problems: {Problems}")]
    private static partial void LogRefused(ILogger logger, int count, string problems);
}
