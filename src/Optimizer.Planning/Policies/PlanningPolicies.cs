using System.Collections.Immutable;

namespace Optimizer.Planning.Policies;

/// <summary>The policies by name.</summary>
public static class PlanningPolicies
{
    /// <summary>All of them, ordered by name.</summary>
    public static ImmutableArray<PlanningPolicy> All { get; } =
    [
        new() { Name = "cost", Purpose = "Least money over the horizon: GPU time, energy, penalties and moves.", Quantile = 0.95, ReactiveHeadroom = 1.2, UsesForecast = true, MayChange = true },
        new() { Name = "energy", Purpose = "Fewest kilowatt-hours and grams that keep the promises.", Quantile = 0.95, ReactiveHeadroom = 1.2, UsesForecast = true, MayChange = true, EnergyWeight = 10 },
        new() { Name = "performance", Purpose = "Spare capacity first: plans for the 99th percentile and hardly counts GPU time.", Quantile = 0.99, ReactiveHeadroom = 1.5, UsesForecast = true, MayChange = true, GpuTimeWeight = 0.1, EnergyWeight = 0.1, PenaltyWeight = 3 },
        new() { Name = "reactive", Purpose = "Follows the demand seen now, without forecasts.", Quantile = 0.5, ReactiveHeadroom = 1.5, UsesForecast = false, MayChange = true },
        new() { Name = "static", Purpose = "Keeps every layout and replica as it is, and says what others would do.", Quantile = 0.95, ReactiveHeadroom = 1.0, UsesForecast = true, MayChange = false },
    ];

    /// <summary>Finds a policy; null when there is none of that name.</summary>
    public static PlanningPolicy? Find(string name) => All.FirstOrDefault(policy => policy.Name == name);
}
