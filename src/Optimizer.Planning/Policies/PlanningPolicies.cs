using System.Collections.Immutable;

namespace Optimizer.Planning.Policies;

/// <summary>The policies by name.</summary>
/// <remarks>
/// Why these numbers. Quantiles: with the shipped prices a missing GPU costs 26 (burstable) or 66 (guaranteed) an hour in value and penalty and a spare
/// one 2.2, so the quantile that pays is 26 / 28.2 = 0.92 or 66 / 68.2 = 0.97; 0.95 lies between, and with a penalty three times as high 0.99 is nearest.
/// Headroom of the reactive rule: replayed on eleven tenants for three days, 1.0, 1.2, 1.5 and 2.0 missed demand in 9.6, 3.6, 2.0 and 1.5 % of minutes at
/// 1.00, 1.12, 1.33 and 1.71 of the GPU time, so 1.2 is the knee where a forecast helps, and 1.5 buys half of the rest where none does.
/// Weights move one term by ten either way: less leaves the order of most plans as it was, more leaves nothing of the other terms.
/// </remarks>
public static class PlanningPolicies
{
    /// <summary>All of them, ordered by name.</summary>
    public static ImmutableArray<PlanningPolicy> All { get; } =
    [
        new()
        {
            Name = "cost",
            Purpose = "Least money over the horizon: GPU time, energy, penalties and moves.",
            Quantile = 0.95,
            ReactiveHeadroom = 1.2,
            UsesForecast = true,
            MayChange = true,
        },
        new()
        {
            // A GPU-hour costs ten times its energy, so both weights are needed before energy decides.
            Name = "energy",
            Purpose = "Fewest kilowatt-hours and grams that keep the promises.",
            Quantile = 0.95,
            ReactiveHeadroom = 1.2,
            UsesForecast = true,
            MayChange = true,
            GpuTimeWeight = 0.1,
            EnergyWeight = 10,
        },
        new()
        {
            Name = "performance",
            Purpose = "Spare capacity first: plans for the 99th percentile and hardly counts GPU time.",
            Quantile = 0.99,
            ReactiveHeadroom = 1.5,
            UsesForecast = true,
            MayChange = true,
            ShrinkBand = 0.25,
            GpuTimeWeight = 0.1,
            EnergyWeight = 0.1,
            PenaltyWeight = 3,
        },
        new()
        {
            // The quantile is never read without forecasts. The band stands in for what a forecast would know of the next hour.
            Name = "reactive",
            Purpose = "Follows the demand seen now, without forecasts.",
            Quantile = 0.95,
            ReactiveHeadroom = 1.5,
            UsesForecast = false,
            MayChange = true,
            ShrinkBand = 0.2,
        },
        new()
        {
            // Reads and weighs as cost does, so that what it says others would do is what they would.
            Name = "static",
            Purpose = "Keeps every layout and replica as it is, and says what others would do.",
            Quantile = 0.95,
            ReactiveHeadroom = 1.2,
            UsesForecast = true,
            MayChange = false,
        },
    ];

    /// <summary>Finds a policy; null when there is none of that name.</summary>
    public static PlanningPolicy? Find(string name) => All.FirstOrDefault(policy => policy.Name == name);
}
