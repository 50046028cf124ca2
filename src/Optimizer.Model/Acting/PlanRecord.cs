using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Model.Acting;

/// <summary>The journal's account of one plan, from its making to its end.</summary>
public sealed record PlanRecord
{
    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The mode it was made in.</summary>
    public required OperatingMode Mode { get; init; }

    /// <summary>Where in its life it is.</summary>
    public required PlanLife Life { get; init; }

    /// <summary>What its GPUs were like before it began, with placements: what undoing restores. Empty before it begins.</summary>
    public ValueArray<GpuTarget> Before { get; init; } = [];

    /// <summary>Its steps as far as they were intended, in the order they were: forward ones by index, then compensations from the last to the first.</summary>
    public ValueArray<StepRecord> Steps { get; init; } = [];

    /// <summary>Who approved it; null: nobody, or nobody had to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it began to act; null before.</summary>
    public Instant? BeganAt { get; init; }

    /// <summary>When its life ended; null while it goes on.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>How it ended, or why it is being undone, one sentence; null before.</summary>
    public string? Outcome { get; init; }
}
