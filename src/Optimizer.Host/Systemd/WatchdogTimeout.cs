using System.Globalization;

namespace Optimizer.Host.Systemd;

/// <summary>Reads the watchdog's terms from the environment systemd gives a service.</summary>
internal static class WatchdogTimeout
{
    // systemd's own "infinity" and anything near it must not overflow TimeSpan.
    private const long MostMicroseconds = 365L * 24 * 3600 * 1_000_000;

    /// <summary>The timeout; null when there is none, it is meant for another process, or it cannot be read.</summary>
    /// <param name="microseconds">WATCHDOG_USEC.</param>
    /// <param name="processId">WATCHDOG_PID; null or empty means any process of the service.</param>
    /// <param name="ownProcessId">This process.</param>
    public static TimeSpan? Read(string? microseconds, string? processId, int ownProcessId)
    {
        bool ours = string.IsNullOrEmpty(processId)
            || (int.TryParse(processId, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid == ownProcessId);
        return ours && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value is > 0 and <= MostMicroseconds
            ? TimeSpan.FromMicroseconds(value)
            : null;
    }

    /// <summary>The timeout of this process.</summary>
    public static TimeSpan? FromEnvironment() => Read(
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId);
}
