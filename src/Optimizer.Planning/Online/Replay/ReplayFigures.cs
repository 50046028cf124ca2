using Optimizer.Model.Collections;

namespace Optimizer.Planning.Online.Replay;

/// <summary>What one replay came to.</summary>
public sealed record ReplayFigures
{
    /// <summary>Offered compute-slice time as a share of what the fleet has.</summary>
    public required double OfferedLoad { get; init; }

    /// <summary>Policy by name.</summary>
    public required string Policy { get; init; }

    /// <summary>Requests replayed.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests placed.</summary>
    public required int Accepted { get; init; }

    /// <summary>Share of the requests placed. Unit: percent.</summary>
    public double AcceptedPercent => 100.0 * Accepted / Requests;

    /// <summary>The same, each request counted by its compute slices times the seconds it runs. Unit: percent.</summary>
    public required double AcceptedGpcTimePercent { get; init; }

    /// <summary>Share of the requests for the whole GPU (the widest profile) that were placed. Unit: percent; null when none asked for it.</summary>
    public required double? AcceptedWholePercent { get; init; }

    /// <summary>Moves made.</summary>
    public required int Moves { get; init; }

    /// <summary>Moves per hundred requests placed; 0 when none was.</summary>
    public double MovesPer100Accepted => Accepted == 0 ? 0 : 100.0 * Moves / Accepted;

    /// <summary>Instances created: one per request placed and per move. Null for a bound, which makes none.</summary>
    public required int? Creates { get; init; }

    /// <summary>Instances destroyed until the last request came. Null for a bound.</summary>
    public required int? Destroys { get; init; }

    /// <summary>Free memory slices that a request drawn from the mix so far could not use, as a share of the free ones, over all requests. Unit: percent; null for a bound.</summary>
    public required double? FragmentationPercent { get; init; }

    /// <summary>GPUs with at least one instance, mean over the moments at which requests came. Null for a bound.</summary>
    public required double? ActiveGpus { get; init; }

    /// <summary>Compute slices in use as a share of the fleet's, over the same moments. Unit: percent; null for a bound.</summary>
    public required double? AllocatedPercent { get; init; }

    /// <summary>The moves in the order they were made.</summary>
    public required ValueArray<ReplayMove> MoveList { get; init; }
}
