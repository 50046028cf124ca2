using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Solving;

/// <summary>A state the search found: a target for every GPU, with what it is worth and what changes.</summary>
public sealed record Assignment
{
    /// <summary>Every GPU of the problem in its order.</summary>
    public required ValueArray<GpuTarget> Targets { get; init; }

    /// <summary>Its account, moves and instance changes included.</summary>
    public required Account Account { get; init; }

    /// <summary>How sure the search is.</summary>
    public required SolveProof Proof { get; init; }
}
