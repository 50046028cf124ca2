using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>Which series are followed when there are more than the most allowed.</summary>
/// <remarks>What the planner lives on comes first: the compute and request series of every workload before anybody's memory or power, and before those of single GPUs.</remarks>
internal static class SeriesAdmission
{
    /// <summary>How long a refused series is counted after it was last seen.</summary>
    public static readonly Duration CountedFor = Duration.FromHours(1);

    /// <summary>Most refused series that are told apart. A label that explodes must not fill the memory here either.</summary>
    public const int MostCounted = 4096;

    private const int GpuScope = 10;

    /// <summary>Importance; lower is kept.</summary>
    public static int Rank(SeriesKey key) => (key.Scope == SeriesScope.Gpu ? GpuScope : 0) + key.Signal switch
    {
        DemandSignal.ComputeSlices or DemandSignal.RequestRate => 0,
        DemandSignal.Gauge => 1,
        DemandSignal.MemoryBytes => 2,
        DemandSignal.PowerWatts => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(key), key.Signal, "Not a demand signal."),
    };

    /// <summary>
    /// The series that gives way to the newcomer: of the least important ones the one not heard of for longest, else the last by key. One as important as the
    /// newcomer gives way only when it is quiet: places would change hands with every sample. Null when none does.
    /// </summary>
    public static FollowedSeries? Displaced(SeriesKey newcomer, IEnumerable<FollowedSeries> followed, Instant now)
    {
        int rank = Rank(newcomer);
        FollowedSeries? worst = null;
        foreach (FollowedSeries series in followed)
        {
            int its = Rank(series.Key);
            if ((its > rank || (its == rank && series.IsQuiet(now))) && (worst is null || IsWorse(series, worst, now)))
            {
                worst = series;
            }
        }

        return worst;
    }

    private static bool IsWorse(FollowedSeries one, FollowedSeries other, Instant now)
    {
        int byRank = Rank(one.Key).CompareTo(Rank(other.Key));
        int byQuiet = byRank != 0 ? byRank : Age(one, now).CompareTo(Age(other, now));
        return byQuiet != 0 ? byQuiet > 0 : one.Key > other.Key;
    }

    private static Duration Age(FollowedSeries series, Instant now) => series.IsQuiet(now) ? now - series.HeardAt : Duration.Zero;
}
