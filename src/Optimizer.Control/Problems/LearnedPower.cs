using Optimizer.Planning.Power;

namespace Optimizer.Control.Problems;

/// <summary>The power curve of one GPU model.</summary>
/// <param name="Model">Model key.</param>
/// <param name="Fit">What is known.</param>
public sealed record LearnedPower(string Model, PowerFit Fit);
