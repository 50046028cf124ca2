using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>The facts of one moment as the planner wants them.</summary>
/// <param name="Problem">What is to be planned.</param>
/// <param name="Holds">What could not be read as it should, and what that means; ordered by interlock, then subject.</param>
public sealed record ProblemReading(PlanningProblem Problem, ValueArray<ActiveHold> Holds);
