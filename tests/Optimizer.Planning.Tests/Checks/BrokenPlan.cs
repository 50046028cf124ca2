using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Checks;

/// <summary>A plan with one mistake.</summary>
/// <param name="Mistake">What is wrong, a few words.</param>
/// <param name="Invariant">The rule that must say so.</param>
/// <param name="Problem">What the plan answers.</param>
/// <param name="Plan">The plan.</param>
internal sealed record BrokenPlan(string Mistake, string Invariant, PlanningProblem Problem, Plan Plan)
{
    public override string ToString() => $"{Invariant}: {Mistake}";
}
