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

    /// <summary>The series that gives way to the newcomer; null when none is less important. Equals never give way: places would change hands with every sample.</summary>
    public static SeriesKey? Displaced(SeriesKey newcomer, IEnumerable<SeriesKey> followed)
    {
        int rank = Rank(newcomer);
        SeriesKey? worst = null;
        int worstRank = rank;
        foreach (SeriesKey key in followed)
        {
            int its = Rank(key);
            if (its > worstRank || (its == worstRank && worst is { } present && key > present))
            {
                (worst, worstRank) = (key, its);
            }
        }

        return worst;
    }
}
