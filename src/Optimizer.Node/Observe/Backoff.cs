using NodaTime;

namespace Optimizer.Node.Observe;

/// <summary>Waits that double from a minimum to a maximum while something keeps failing.</summary>
internal sealed class Backoff(Duration min, Duration max)
{
    private Duration _wait = Duration.Zero;
    private Duration _next = Duration.Zero;

    /// <summary>Whether the next attempt is due.</summary>
    /// <param name="uptime">Time since start, by the monotone clock.</param>
    public bool IsDue(Duration uptime) => uptime >= _next;

    /// <summary>Notes a failed attempt.</summary>
    public void Failed(Duration uptime)
    {
        _wait = _wait == Duration.Zero ? min : Duration.Min(_wait + _wait, max);
        _next = uptime + _wait;
    }

    /// <summary>Notes a success: the next failure waits the minimum again.</summary>
    public void Succeeded() => (_wait, _next) = (Duration.Zero, Duration.Zero);
}
