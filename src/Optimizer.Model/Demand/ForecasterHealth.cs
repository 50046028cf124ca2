using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Demand;

/// <summary>How the forecasting of a node is doing as a whole. Counters are cumulative since the start of the process.</summary>
public sealed record ForecasterHealth
{
    /// <summary>Nothing has run yet.</summary>
    public static readonly ForecasterHealth None = new() { Method = "none" };

    /// <summary>Name of the method all series are forecast with.</summary>
    public required string Method { get; init; }

    /// <summary>Bins taken and forecasts made from them, one for each bin of each series.</summary>
    public long Updates { get; init; }

    /// <summary>Time spent in <see cref="Updates"/>, slow refits included.</summary>
    public Duration UpdateTime { get; init; }

    /// <summary>Longest single update.</summary>
    public Duration LongestUpdate { get; init; }

    /// <summary>Times one series' forecaster failed and was started anew; the others went on.</summary>
    public long Restarts { get; init; }

    /// <summary>Files and rows of saved state that could not be trusted and were set aside.</summary>
    public long StoreSetAside { get; init; }

    /// <summary>Savings that the disk refused; the next one is tried at the next interval.</summary>
    public long SaveFailures { get; init; }

    /// <summary>When the state was last saved; null when it never was, or is not kept.</summary>
    public Instant? SavedAt { get; init; }

    /// <summary>The clock stepped, and nothing is taken in until it has proven itself.</summary>
    public bool ClockHeld { get; init; }

    /// <summary>Samples refused, by reason; every reason, in the order of its members.</summary>
    public ValueArray<SampleRefusalCount> Refused { get; init; }

    /// <summary>What kept demand from being read, ordered by source, then reason; only what happened.</summary>
    public ValueArray<DemandTroubleCount> Troubles { get; init; }
}
