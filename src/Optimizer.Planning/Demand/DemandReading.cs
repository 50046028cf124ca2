namespace Optimizer.Planning.Demand;

/// <summary>One workload's demand as planning wants it. Rates are in the workload's own unit.</summary>
/// <param name="PlanningRate">Demand capacity is planned for; never below <paramref name="ReactiveRate"/>.</param>
/// <param name="ExpectedRate">Demand that is expected on average over the horizon; at most <paramref name="PlanningRate"/>.</param>
/// <param name="ReactiveRate">What the reactive rule alone asks for; null when demand is not seen.</param>
/// <param name="RiseRate">Below this capacity more is made at once.</param>
/// <param name="HoldRate">Demand the horizon may bring; capacity above it by more than the policy's band is given up. At least <paramref name="RiseRate"/>.</param>
/// <param name="Direction">Which way it points.</param>
/// <param name="Basis">Where <paramref name="PlanningRate"/> comes from, one clause for people.</param>
/// <param name="Source">What <paramref name="HoldRate"/> rests on, one word: <c>forecast</c>, <c>reactive</c>, <c>recent</c> or <c>unknown</c>.</param>
/// <remarks>The rule is in decisions/cost-and-policy.md.</remarks>
public sealed record DemandReading(
    double PlanningRate,
    double ExpectedRate,
    double? ReactiveRate,
    double RiseRate,
    double HoldRate,
    DemandDirection Direction,
    string Basis,
    string Source)
{
    /// <summary>Reads demand: rises fast, falls slowly, and lets a forecast add to the reactive rule but never take from it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or not finite.</exception>
    public static DemandReading Of(DemandFacts facts) => DemandRule.Read(facts);
}
