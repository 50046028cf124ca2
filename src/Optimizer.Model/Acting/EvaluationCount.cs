namespace Optimizer.Model.Acting;

/// <summary>How often planning came to one answer.</summary>
/// <param name="Decision"><c>keep</c> (nothing is better), <c>repartition</c> (a plan to act on), <c>defer</c> (a gate or the mode holds it) or <c>reject</c> (no plan).</param>
/// <param name="Reason">In snake case, from a closed set: a hold reason, a refusal reason or an interlock.</param>
/// <param name="Count">How often.</param>
public readonly record struct EvaluationCount(string Decision, string Reason, long Count);
