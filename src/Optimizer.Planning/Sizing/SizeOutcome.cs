using Optimizer.Model.Collections;

namespace Optimizer.Planning.Sizing;

/// <summary>What became of a sizing.</summary>
public abstract record SizeOutcome
{
    private SizeOutcome()
    {
    }

    /// <summary>Every service is served.</summary>
    /// <param name="Result">The GPUs.</param>
    public sealed record Sized(SizeResult Result) : SizeOutcome;

    /// <summary>Not every service can be served.</summary>
    /// <param name="Reasons">Every reason, by service name; measurements that make no sense first. At least one.</param>
    public sealed record Refused(ValueArray<SizeRefusal> Reasons) : SizeOutcome;
}
