using System.Collections.Immutable;

namespace Optimizer.Simulation.Faults;

/// <summary>What goes wrong in a scenario's calls, in order of precedence: the first rule that matches a call decides.</summary>
/// <param name="Rules">The rules.</param>
public sealed record FaultPlan(ImmutableArray<FaultRule> Rules)
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new(ImmutableArray<FaultRule>.Empty);
}
