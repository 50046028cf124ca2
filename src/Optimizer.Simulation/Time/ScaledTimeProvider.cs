namespace Optimizer.Simulation.Time;

/// <summary>A clock that starts at the inner clock's now, or at a time given, and runs a fixed number of times faster; its timers are scaled alike.</summary>
/// <remarks>For <c>--speed X</c>: an hour of demand in a minute of waiting. Thread safe.</remarks>
public sealed class ScaledTimeProvider : TimeProvider
{
    private readonly TimeProvider _inner;
    private readonly double _speed;
    private readonly DateTimeOffset _origin;
    private readonly long _start;

    /// <summary>Starts the accelerated clock.</summary>
    /// <param name="inner">The clock to accelerate, usually <see cref="TimeProvider.System"/>.</param>
    /// <param name="speed">Simulated seconds per second of the inner clock; above 0.</param>
    /// <param name="origin">What time it is at the start; null for the inner clock's now.</param>
    public ScaledTimeProvider(TimeProvider inner, double speed, DateTimeOffset? origin = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        if (!double.IsFinite(speed))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be a finite number above 0.");
        }

        _inner = inner;
        _speed = speed;
        _origin = origin ?? inner.GetUtcNow();
        _start = inner.GetTimestamp();
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _origin.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(_inner.GetElapsedTime(_start).Ticks * _speed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, _inner.CreateTimer(callback, state, Shrink(dueTime), Shrink(period)));

    private TimeSpan Shrink(TimeSpan span)
    {
        if (span <= TimeSpan.Zero)
        {
            return span;
        }

        // The operating system's timers count whole milliseconds; a span rounded to 0 would turn a periodic timer into a single shot.
        TimeSpan shrunk = span / _speed;
        return shrunk < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : shrunk;
    }

    private sealed class ScaledTimer(ScaledTimeProvider owner, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(owner.Shrink(dueTime), owner.Shrink(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
