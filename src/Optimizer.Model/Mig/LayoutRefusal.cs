namespace Optimizer.Model.Mig;

/// <summary>Why a layout was refused, for code and for people.</summary>
/// <param name="Reason">The rule that was broken first, in order of start.</param>
/// <param name="Sentence">One sentence naming the instance and the rule.</param>
public sealed record LayoutRefusal(LayoutRefusalReason Reason, string Sentence);
