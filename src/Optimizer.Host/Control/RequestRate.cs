namespace Optimizer.Host.Control;

/// <summary>How often requests are answered: so many at once, refilled with time. Thread-safe.</summary>
/// <param name="perSecond">Requests a second in the long run.</param>
/// <param name="burst">Requests at once after a pause.</param>
/// <param name="time">Measures.</param>
internal sealed class RequestRate(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _seen = time.GetTimestamp();

    /// <summary>Takes one request; false when there have been too many.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _left = Math.Min(burst, _left + (time.GetElapsedTime(_seen, now).TotalSeconds * perSecond));
            _seen = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
