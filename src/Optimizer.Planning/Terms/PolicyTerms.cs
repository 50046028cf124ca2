using NodaTime;

namespace Optimizer.Planning.Terms;

/// <summary>What the operator wants and pays; every default is the shipped one.</summary>
public sealed record PolicyTerms
{
    /// <summary>Name of the policy; see <see cref="Policies.PlanningPolicies"/>.</summary>
    public string Policy { get; init; } = "cost";

    /// <summary>How far ahead a plan's account looks. Doubled, moves pay off more easily and follow demand less closely.</summary>
    public Duration Horizon { get; init; } = Duration.FromHours(1);

    /// <summary>What things cost.</summary>
    public PriceTerms Prices { get; init; } = new();

    /// <summary>When it may act.</summary>
    public GateTerms Gates { get; init; } = new();
}
