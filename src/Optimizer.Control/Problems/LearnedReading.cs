namespace Optimizer.Control.Problems;

/// <summary>What a kept document says.</summary>
/// <param name="State">What was learned; nothing when the document could not be read.</param>
/// <param name="Trouble">Why it starts anew, one sentence; null when it was read whole.</param>
public sealed record LearnedReading(LearnedState State, string? Trouble);
