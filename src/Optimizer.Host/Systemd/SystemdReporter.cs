using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace Optimizer.Host.Systemd;

/// <summary>Tells systemd how the daemon is (sd_notify). Without NOTIFY_SOCKET every call does nothing. Thread-safe.</summary>
/// <remarks>
/// The watchdog is fed only by <see cref="CycleCompleted"/>: a loop that hangs stops the pings and systemd restarts the daemon.
/// A timer would go on pinging for a loop that is dead.
/// </remarks>
internal sealed partial class SystemdReporter
{
    // systemd shows the text in `systemctl status`; each update wakes PID 1, so at most one in this time.
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);

    private readonly ISystemdNotifier _notifier;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TimeSpan? _pingInterval;
    private readonly TaskCompletionSource _firstCycle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private long? _pingedAt;
    private long? _statusAt;
    private bool _ready;
    private bool _stopping;
    private bool _failureLogged;

    /// <summary>Reports through a notifier.</summary>
    /// <param name="notifier">Usually <see cref="SystemdNotifier"/>, which reads NOTIFY_SOCKET when it is made.</param>
    /// <param name="watchdog">The unit's WatchdogSec as <see cref="WatchdogTimeout"/> read it; null sends no pings.</param>
    /// <param name="time">Measures the time between pings.</param>
    /// <param name="log">Says once when systemd cannot be reached.</param>
    public SystemdReporter(ISystemdNotifier notifier, TimeSpan? watchdog, TimeProvider time, ILogger log)
    {
        _notifier = notifier;
        _time = time;
        _log = log;
        Watchdog = watchdog;

        // A quarter: three pings may be late before systemd acts, and a fast loop does not wake PID 1 at each cycle.
        _pingInterval = watchdog / 4;
    }

    /// <summary>The unit's WatchdogSec; null when there is none.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Completes with the first completed cycle.</summary>
    public Task FirstCycle => _firstCycle.Task;

    /// <summary>READY=1 with a status. Only the first call, or the first after <see cref="Reloading"/>, tells systemd.</summary>
    public void Ready(string status)
    {
        lock (_gate)
        {
            if (!_ready && !_stopping)
            {
                _ready = true;
                Send($"READY=1\nSTATUS={OneLine(status)}");
            }
        }
    }

    /// <summary>RELOADING=1 with the monotonic time systemd asks for.</summary>
    /// <returns>True when systemd was told and waits for <see cref="Ready"/>; false before the first of those and while stopping.</returns>
    public bool Reloading()
    {
        lock (_gate)
        {
            bool tells = _ready && !_stopping;
            if (tells)
            {
                _ready = false;
                long microseconds = (long)(_time.GetTimestamp() * (1_000_000.0 / _time.TimestampFrequency));
                Send($"RELOADING=1\nMONOTONIC_USEC={microseconds.ToString(CultureInfo.InvariantCulture)}\nSTATUS=Reloading the configuration");
            }

            return tells;
        }
    }

    /// <summary>STOPPING=1. Nothing is sent after it.</summary>
    public void Stopping()
    {
        lock (_gate)
        {
            if (!_stopping)
            {
                _stopping = true;
                Send("STOPPING=1\nSTATUS=Stopping");
            }
        }
    }

    /// <summary>One cycle of the loop is complete, whatever it found: feeds the watchdog and, now and then, the status.</summary>
    /// <param name="status">The node in one sentence; asked for only when it is sent.</param>
    public void CycleCompleted(Func<string>? status = null)
    {
        _firstCycle.TrySetResult();
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            if (_pingInterval is TimeSpan interval && IsDue(_pingedAt, interval))
            {
                _pingedAt = _time.GetTimestamp();
                Send("WATCHDOG=1");
            }

            if (_ready && status is not null && _notifier.IsEnabled && IsDue(_statusAt, StatusInterval))
            {
                _statusAt = _time.GetTimestamp();
                Send($"STATUS={OneLine(status())}");
            }
        }
    }

    private bool IsDue(long? last, TimeSpan interval) => last is not long at || _time.GetElapsedTime(at) >= interval;

    private void Send(string message)
    {
        try
        {
            _notifier.Notify(new ServiceState(message));
        }
        catch (SocketException failure)
        {
            // systemd is gone or its socket is full. The daemon's work does not depend on it, so it goes on and says so once.
            if (!_failureLogged)
            {
                _failureLogged = true;
                LogUnreachable(_log, failure.Message);
            }
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    [LoggerMessage(EventId = 2200, Level = LogLevel.Warning, Message = "systemd cannot be told how the daemon is: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}
