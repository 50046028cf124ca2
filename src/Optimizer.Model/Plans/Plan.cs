using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Plans;

/// <summary>What is to be done and why, complete: whoever carries it out makes no choices.</summary>
/// <remarks>Immutable and comparable by value; the same problem and seed give an equal plan.</remarks>
public sealed record Plan
{
    /// <summary>Number of this plan, one above its parent's.</summary>
    public required long Generation { get; init; }

    /// <summary>The plan it follows; null for the first.</summary>
    public long? Parent { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant MadeAt { get; init; }

    /// <summary>Name of the policy that made it.</summary>
    public required string Policy { get; init; }

    /// <summary>How far ahead its account looks.</summary>
    public required Duration Horizon { get; init; }

    /// <summary>Null when it acts; else why it holds.</summary>
    public HoldReason? Hold { get; init; }

    /// <summary>One sentence: what it does, or why it holds, with figures.</summary>
    public required string Summary { get; init; }

    /// <summary>The state to reach, every GPU of the problem in its order; equal to the present state when it holds.</summary>
    public required ValueArray<GpuTarget> Targets { get; init; }

    /// <summary>The way there, in order; empty when it holds.</summary>
    public ValueArray<PlanStep> Steps { get; init; } = [];

    /// <summary>What it is worth.</summary>
    public required Account Account { get; init; }

    /// <summary>Everything considered, the chosen one included, best first.</summary>
    public required ValueArray<PlanAlternative> Alternatives { get; init; }

    /// <summary>What it expects of each workload, ordered by name.</summary>
    public required ValueArray<WorkloadOutlook> Outlook { get; init; }

    /// <summary>What it did not do or could not avoid, ordered by subject.</summary>
    public ValueArray<PlanNote> Notes { get; init; } = [];

    /// <summary>How sure the search is.</summary>
    public required SolveProof Proof { get; init; }
}
