using NodaTime;

namespace Optimizer.Forecasting.Grid;

/// <summary>Numbers bins by the clock: the index is the time since the Unix epoch divided by the bin's length, so a gap never shifts a season.</summary>
public static class BinClock
{
    /// <summary>Index of the bin that holds the time.</summary>
    public static long Index(Instant time, int binSeconds)
    {
        // Floor, also before 1970 and for fractions of a second.
        long seconds = time.ToUnixTimeSeconds();
        return seconds >= 0 ? seconds / binSeconds : -((-seconds + binSeconds - 1) / binSeconds);
    }

    /// <summary>Start of the bin.</summary>
    public static Instant Start(long index, int binSeconds) => Instant.FromUnixTimeSeconds(index * binSeconds);

    /// <summary>The duration in bins; null when it is not a whole number of them, or none.</summary>
    public static int? Bins(Duration duration, int binSeconds)
    {
        long ticks = duration.BclCompatibleTicks, bin = binSeconds * TimeSpan.TicksPerSecond;
        return ticks >= bin && ticks % bin == 0 ? checked((int)(ticks / bin)) : null;
    }
}
