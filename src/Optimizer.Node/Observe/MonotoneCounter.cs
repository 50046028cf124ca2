namespace Optimizer.Node.Observe;

/// <summary>Keeps a driver's counter from falling: a wrap is corrected, a reset continues from where it was.</summary>
internal struct MonotoneCounter
{
    private ulong _last;
    private ulong _total;
    private bool _started;

    /// <summary>Takes a reading.</summary>
    /// <param name="raw">What the driver counts; null when it did not answer, which changes nothing.</param>
    /// <param name="wrapsAt32Bits">The driver's counter has 32 bits.</param>
    /// <returns>The corrected count; null until the first reading.</returns>
    public ulong? Update(ulong? raw, bool wrapsAt32Bits = false)
    {
        if (raw is ulong now)
        {
            _total += !_started ? now : now >= _last ? now - _last : AfterFall(now, wrapsAt32Bits);
            _last = now;
            _started = true;
        }

        return _started && raw is not null ? _total : null;
    }

    // A 32-bit counter that falls from its upper half has wrapped; any other fall is a reset by a driver reload.
    private readonly ulong AfterFall(ulong now, bool wrapsAt32Bits) =>
        wrapsAt32Bits && _last > uint.MaxValue / 2 && _last <= uint.MaxValue ? now + (1UL << 32) - _last : now;
}
