namespace Optimizer.Control.Loop;

/// <summary>What became of an operator's wish.</summary>
/// <param name="Done">It was done.</param>
/// <param name="Sentence">What was done, or why not and what to do.</param>
public sealed record OperatorAnswer(bool Done, string Sentence);
