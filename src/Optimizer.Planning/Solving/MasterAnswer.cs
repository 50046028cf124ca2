namespace Optimizer.Planning.Solving;

/// <summary>What the exact search came to.</summary>
/// <param name="State">Null when there is no answer, or none was found.</param>
/// <param name="Optimal">The answer is proven to be the best of the ways it was given.</param>
/// <param name="Infeasible">It is proven that there is none.</param>
/// <param name="Bound">No answer costs less.</param>
internal sealed record MasterAnswer(SearchState? State, bool Optimal, bool Infeasible, double Bound);
