namespace Optimizer.Model.Plans;

/// <summary>How sure the search is.</summary>
/// <param name="Method">Name of the solver that found the state, for example <c>cp-sat</c> or <c>constructive</c>.</param>
/// <param name="Optimal">True when nothing better exists under the model.</param>
/// <param name="Bound">No state is worth more than this; null when no bound is known.</param>
/// <param name="GapRatio">Distance to the bound over the size of the cost; 0 when optimal, null without a bound.</param>
public sealed record SolveProof(string Method, bool Optimal, Money? Bound, double? GapRatio);
