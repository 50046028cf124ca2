namespace Optimizer.Planning.Checks;

/// <summary>A broken invariant of a plan.</summary>
/// <param name="Invariant">Name, for example <c>layout-legal</c>; stable, for tests and metrics.</param>
/// <param name="Subject">GPU, workload, tenant or step.</param>
/// <param name="Sentence">What was found, with figures.</param>
public sealed record PlanViolation(string Invariant, string Subject, string Sentence);
