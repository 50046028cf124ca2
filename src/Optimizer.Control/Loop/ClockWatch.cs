using NodaTime;

namespace Optimizer.Control.Loop;

/// <summary>Notices when the wall clock steps against the monotonic one. Budgets, windows and tariffs hang on it, so nothing is changed until it ran evenly for a while.</summary>
internal sealed class ClockWatch(TimeProvider monotonic)
{
    /// <summary>A step up to this is a correction. Doubled, a window may be missed by two minutes.</summary>
    private static readonly Duration Usual = Duration.FromMinutes(1);

    /// <summary>How long it must run evenly after a step.</summary>
    private static readonly Duration Proof = Duration.FromMinutes(10);

    private Instant? _last;
    private long _lastTimestamp;
    private Duration _even = Proof;

    /// <summary>Why the clock is not believed; null while it is.</summary>
    public string? Doubt { get; private set; }

    /// <summary>Takes a look; a sentence when the clock is not believed, else null.</summary>
    public string? Look(Instant now)
    {
        long timestamp = monotonic.GetTimestamp();
        if (_last is { } last)
        {
            Duration passed = Duration.FromTimeSpan(monotonic.GetElapsedTime(_lastTimestamp, timestamp));
            Duration step = now - last - passed;
            bool even = step <= Usual && -step <= Usual;
            _even = even ? Duration.Min(Proof, _even + passed) : Duration.Zero;
        }

        (_last, _lastTimestamp) = (now, timestamp);
        Doubt = _even >= Proof ? null : $"The wall clock stepped; nothing is changed until it has run evenly for {(Proof - _even).TotalMinutes:0.#} min more.";
        return Doubt;
    }
}
