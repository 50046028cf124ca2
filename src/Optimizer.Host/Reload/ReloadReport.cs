using NodaTime;

namespace Optimizer.Host.Reload;

/// <summary>Whether what the operator last wrote is in force. The two files are read at different times, and one that is good says nothing of the other. Thread-safe.</summary>
/// <param name="report">Told after each reading whether both are good, and when.</param>
/// <param name="clock">Tells when.</param>
internal sealed class ReloadReport(Action<bool, Instant>? report, IClock clock)
{
    private readonly Lock _gate = new();
    private bool _configuration = true;
    private bool _web = true;

    /// <summary>The daemon started: both files were good.</summary>
    public void Started() => Configuration(good: true);

    /// <summary>A reload was applied or refused. One that the web configuration spoilt stays refused until the next reload.</summary>
    public void Configuration(bool good)
    {
        lock (_gate)
        {
            _configuration = good;
            Tell();
        }
    }

    /// <summary>The web configuration was read, by a reload or because its files changed.</summary>
    public void Web(bool good)
    {
        lock (_gate)
        {
            _web = good;
            Tell();
        }
    }

    private void Tell() => report?.Invoke(_configuration && _web, clock.GetCurrentInstant());
}
