using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Loop;

/// <summary>A plan that waits, and what it was made from.</summary>
internal sealed record PlanningInputs(PlanRecord Record, PlanningProblem Problem);
