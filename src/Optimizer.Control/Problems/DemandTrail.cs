using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Problems;

/// <summary>Highest demand of one workload in each minute of the last hours; bounded.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Minutes">Oldest first.</param>
public sealed record DemandTrail(string Workload, ValueArray<(Instant Minute, double Rate)> Minutes)
{
    /// <summary>What was measured. Rates of another signal are in another unit, so a trail begins anew when it changes.</summary>
    public DemandSignal Signal { get; init; } = DemandSignal.RequestRate;
}
