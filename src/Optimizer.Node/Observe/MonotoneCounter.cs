using System.Numerics;

namespace Optimizer.Node.Observe;

/// <summary>Keeps a driver's counter from falling: a wrap is corrected, a reset continues from where it was.</summary>
internal struct MonotoneCounter
{
    private ulong _last;
    private ulong _total;
    private bool _started;

    // Narrower counters would wrap several times within one cycle of a busy link; no board has them.
    private const int LeastWidth = 32;

    /// <summary>Takes a reading.</summary>
    /// <param name="raw">What the driver counts; null when it did not answer, which changes nothing.</param>
    /// <param name="mostSinceLast">The most that can have been counted since the last reading; tells a wrap from a reset. 0 for counters that do not wrap.</param>
    /// <returns>The corrected count; null without a reading.</returns>
    public ulong? Update(ulong? raw, ulong mostSinceLast = 0)
    {
        if (raw is not ulong now)
        {
            return null;
        }

        _total += !_started ? now : now >= _last ? now - _last : AfterFall(now, mostSinceLast);
        _last = now;
        _started = true;
        return _total;
    }

    // Drivers do not say how wide a counter is. If it wrapped, it did so at the next power of two above its last value; if what would then have
    // been counted is more than the hardware can, it was not a wrap but a reset by a driver reload.
    private readonly ulong AfterFall(ulong now, ulong mostSinceLast)
    {
        int width = 64 - BitOperations.LeadingZeroCount(_last);
        UInt128 sinceWrap = (UInt128.One << width) - _last + now;
        return width >= LeastWidth && sinceWrap <= mostSinceLast ? (ulong)sinceWrap : now;
    }
}
