using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Transitions;

/// <summary>The way from the present state to a target.</summary>
/// <param name="Steps">In order.</param>
/// <param name="Notes">Floors that no order could keep, and what else a reader must know; ordered by subject.</param>
public sealed record Transition(ValueArray<PlanStep> Steps, ValueArray<PlanNote> Notes);
