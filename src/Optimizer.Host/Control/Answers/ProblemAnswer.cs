namespace Optimizer.Host.Control.Answers;

/// <summary>Why there is no answer; the shape every page uses.</summary>
/// <param name="Error">In snake case.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ProblemAnswer(string Error, string Message);
