using System.Collections.Immutable;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Web;

/// <summary>
/// The web configuration in force. Looks at the file and the certificates it names at most once a second, when a client
/// connects or asks, so that certificates and users rotate without a signal. A bad edit keeps the last good one. Thread-safe.
/// </summary>
internal sealed partial class WebConfigurationStore
{
    // A scraper comes every few seconds: looking more often finds nothing, and each look is a handful of stat calls.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // A file that changes while it is read is read again at once; one that never comes to rest waits for the next look.
    private const int MostReadings = 3;
    private const string Unsettled = "unsettled";

    private readonly string? _path;
    private readonly Func<string, WebConfigurationResult> _load;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private WebConfiguration _current;
    private ValueArray<string> _files;
    private string _stamp;
    private long _lookedAt;
    private bool _failed;
    private string _reported = "";

    private WebConfigurationStore(string? path, WebConfiguration current, ValueArray<string> files, string stamp, TimeProvider time, ILogger log, Func<string, WebConfigurationResult> load)
    {
        _path = path;
        _current = current;
        _files = files;
        _time = time;
        _log = log;
        _stamp = stamp;
        _load = load;
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>The configuration in force; the last good one.</summary>
    public WebConfiguration Current => Volatile.Read(ref _current);

    /// <summary>False after a bad edit, until it is mended.</summary>
    public bool IsUpToDate => !Volatile.Read(ref _failed);

    /// <summary>Told after each reading of the files whether they are good. Set before the store is shared.</summary>
    public Action<bool>? Loaded { get; set; }

    /// <summary>Loads the file. Null path means plain HTTP without users. Null answer, with the errors, when it is not legal.</summary>
    public static WebConfigurationStore? Open(string? path, TimeProvider time, ILogger log, out ImmutableArray<FileError> errors) =>
        Open(path, time, log, WebConfigurationLoader.Load, out errors);

    /// <summary>The same with a reader of its own, for tests that change files while they are read.</summary>
    public static WebConfigurationStore? Open(string? path, TimeProvider time, ILogger log, Func<string, WebConfigurationResult> load, out ImmutableArray<FileError> errors)
    {
        errors = [];
        if (path is null)
        {
            return new WebConfigurationStore(null, WebConfiguration.Open, [], "", time, log, load);
        }

        switch (Read(load, path, [path], out string stamp))
        {
            case WebConfigurationResult.Loaded loaded:
                return new WebConfigurationStore(path, loaded.Configuration, loaded.Files, stamp, time, log, load);
            case WebConfigurationResult.Refused refused:
                errors = refused.Errors;
                return null;
            default:
                throw new InvalidOperationException("unhandled result");
        }
    }

    /// <summary>The configuration in force after a look at the files, if one is due. What each connection and request calls.</summary>
    public WebConfiguration Look()
    {
        if (_path is null || _time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < LookInterval || !_gate.TryEnter())
        {
            return Current;
        }

        try
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());

            // After a failure every look tries again: a mended mode or owner leaves size and time as they were.
            if (_failed || !string.Equals(Stamp(_files), _stamp, StringComparison.Ordinal))
            {
                Load();
            }
        }
        finally
        {
            _gate.Exit();
        }

        return Current;
    }

    /// <summary>Reads the files now. The errors when the last good configuration stays in force; empty when all is well.</summary>
    public ImmutableArray<FileError> Reload()
    {
        lock (_gate)
        {
            return _path is null ? [] : Load();
        }
    }

    private ImmutableArray<FileError> Load()
    {
        WebConfigurationResult result = Read(_load, _path!, _files, out _stamp);
        _files = result.Files;
        ImmutableArray<FileError> errors = result switch
        {
            WebConfigurationResult.Refused refused => refused.Errors,
            WebConfigurationResult.Loaded { Configuration.Tls: var tls } when (tls is null) != (Current.Tls is null) =>
                [new FileError(_path!, YamlPosition.Start, "tls_server_config", "TLS was switched on or off; that needs a restart, and until then the last good file stays in force")],

            // An editor or a copy that empties the file before it fills it must not let everyone in for that long.
            WebConfigurationResult.Loaded { Configuration.Users: var users } when users.IsEmpty && !Current.Users.IsEmpty =>
                [new FileError(_path!, YamlPosition.Start, "basic_auth_users", "all users were removed; that needs a restart, and until then the last good file stays in force")],
            WebConfigurationResult.Loaded { Configuration.Tls: { VerifiesClients: false } } when Current.Tls is { VerifiesClients: true } =>
                [new FileError(_path!, YamlPosition.Start, "tls_server_config.client_auth_type", "client certificates would no longer be verified; that needs a restart, and until then the last good file stays in force")],
            _ => [],
        };

        Volatile.Write(ref _failed, !errors.IsEmpty);
        if (errors.IsEmpty && result is WebConfigurationResult.Loaded loaded)
        {
            Volatile.Write(ref _current, loaded.Configuration);
            _reported = "";
            LogLoaded(_log, _path!, loaded.Configuration.Users.Count, loaded.Configuration.Tls?.Thumbprint ?? "none");
        }
        else
        {
            Report(errors);
        }

        Loaded?.Invoke(errors.IsEmpty);
        return errors;
    }

    /// <summary>Logs each set of errors once, however often it is met.</summary>
    private void Report(ImmutableArray<FileError> errors)
    {
        string text = string.Join("; ", errors);
        if (!string.Equals(text, _reported, StringComparison.Ordinal))
        {
            _reported = text;
            LogRefused(_log, _path!, text);
        }
    }

    /// <summary>Reads until the files' stamps before and after are the same: a change during the reading must not pass for one that was read.</summary>
    private static WebConfigurationResult Read(Func<string, WebConfigurationResult> load, string path, ValueArray<string> files, out string stamp)
    {
        for (int reading = 1; ; reading++)
        {
            stamp = Stamp(files);
            WebConfigurationResult result = load(path);
            bool settled = result.Files.Equals(files) && string.Equals(Stamp(files), stamp, StringComparison.Ordinal);
            if (settled || reading == MostReadings)
            {
                stamp = settled ? stamp : Unsettled;
                return result;
            }

            files = result.Files;
        }
    }

    private static string Stamp(ValueArray<string> files) =>
        string.Join('|', files.ToArray().Select(path =>
        {
            FileInfo file = new(path);
            return file.Exists ? $"{file.LastWriteTimeUtc.Ticks}:{file.Length}" : "absent";
        }));

    [LoggerMessage(EventId = 2100, Level = LogLevel.Information, Message = "Web configuration {Path} is in force: {Users} users, certificate SHA-256 {Thumbprint}")]
    private static partial void LogLoaded(ILogger logger, string path, int users, string thumbprint);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Web configuration {Path} is refused and the last good one stays in force: {Errors}")]
    private static partial void LogRefused(ILogger logger, string path, string errors);
}
