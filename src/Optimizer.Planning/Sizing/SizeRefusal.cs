namespace Optimizer.Planning.Sizing;

/// <summary>Why services cannot be sized.</summary>
/// <param name="Service">Name of the service; null when the measurements or the terms are at fault.</param>
/// <param name="Reason">The constraint.</param>
/// <param name="Sentence">What was seen, and the smallest change that helps.</param>
public sealed record SizeRefusal(string? Service, SizeRefusalReason Reason, string Sentence);
