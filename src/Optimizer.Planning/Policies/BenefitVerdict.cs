using Optimizer.Model.Plans;

namespace Optimizer.Planning.Policies;

/// <summary>Whether an alternative pays for its disruption.</summary>
/// <param name="Held">Why it may not be taken; null when it may.</param>
/// <param name="Sentence">The figures behind it.</param>
public sealed record BenefitVerdict(HoldReason? Held, string Sentence)
{
    /// <summary>It may be taken.</summary>
    public bool Passes => Held is null;
}
