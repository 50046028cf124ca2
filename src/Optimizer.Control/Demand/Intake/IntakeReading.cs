using Optimizer.Model.Collections;

namespace Optimizer.Control.Demand.Intake;

/// <summary>What one snapshot says about demand.</summary>
public sealed record IntakeReading
{
    /// <summary>The samples, ordered by key.</summary>
    public required ValueArray<DemandSample> Samples { get; init; }

    /// <summary>Workloads whose activity is an equal share of an instance they are not alone on: the sum is measured, the share a guess. Ordered by name.</summary>
    public ValueArray<string> EqualShares { get; init; } = [];

    /// <summary>Workloads that run and gave no activity because something they run on could not be read. Ordered by name.</summary>
    public ValueArray<string> Unreadable { get; init; } = [];

    /// <summary>Workloads whose activity is at what they hold: whatever else was read of them is a lower bound too. Ordered by name.</summary>
    public ValueArray<string> Saturated { get; init; } = [];
}
