using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>What came of a PromQL query.</summary>
public abstract record PromQlAnswer
{
    private PromQlAnswer()
    {
    }

    /// <summary>Values, summed over the series of the result at each time.</summary>
    /// <param name="Points">By time, ascending, each time once; values are finite. Empty when the query matched nothing.</param>
    /// <param name="Warnings">What the server had to say besides.</param>
    public sealed record Values(ImmutableArray<(Instant At, double Value)> Points, ImmutableArray<string> Warnings) : PromQlAnswer;

    /// <summary>No values.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">What was seen; the server's own message where it sent one.</param>
    public sealed record Failed(DemandTroubleReason Reason, string Detail) : PromQlAnswer;
}
