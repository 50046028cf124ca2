using Microsoft.Extensions.Hosting.Systemd;
using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Reload;

namespace Optimizer.Host.Daemon;

/// <summary>Everything a daemon is started with.</summary>
internal sealed record DaemonStart
{
    /// <summary>Where the configuration comes from.</summary>
    public required ConfigurationSource Source { get; init; }

    /// <summary>Makes the parts from the configuration; their loggers come from the factory. Throws <see cref="StartRefusedException"/> when it cannot.</summary>
    public required Func<DaemonConfiguration, ILoggerFactory, DaemonParts> MakeParts { get; init; }

    /// <summary>Where the answer of <c>run</c> goes: the URLs it serves.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where a refusal to start goes.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Measures time and waits.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Tells when.</summary>
    public required IClock Clock { get; init; }

    /// <summary>Speaks to systemd; null for the real one, which reads NOTIFY_SOCKET.</summary>
    public ISystemdNotifier? Notifier { get; init; }

    /// <summary>systemd's WatchdogSec; null when there is none.</summary>
    public TimeSpan? Watchdog { get; init; }

    /// <summary>SIGHUP reloads. Off where several daemons share a process, as in tests.</summary>
    public bool HandleSignals { get; init; } = true;
}
