using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Finds the best legal state of the GPUs of a problem. Deterministic.</summary>
public interface IAssignmentSolver
{
    /// <summary>Name in a plan's proof.</summary>
    string Name { get; }

    /// <summary>Searches.</summary>
    /// <param name="problem">A problem that passed <see cref="Problems.ProblemCheck"/>.</param>
    /// <param name="costs">Prices; made for that problem.</param>
    /// <param name="freedom">What may change.</param>
    /// <returns>Null when no state keeps every hard rule, or none was found within the limit.</returns>
    Assignment? Solve(PlanningProblem problem, ICostModel costs, SearchFreedom freedom);
}
