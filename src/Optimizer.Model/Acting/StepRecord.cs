using NodaTime;

namespace Optimizer.Model.Acting;

/// <summary>The journal's account of one step.</summary>
public sealed record StepRecord
{
    /// <summary>Place of the step in its plan, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>True when the step's compensation is meant: the plan is being undone.</summary>
    public bool Compensation { get; init; }

    /// <summary>How far it is.</summary>
    public required StepState State { get; init; }

    /// <summary>Attempts so far, from 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>When it was first intended.</summary>
    public required Instant BeganAt { get; init; }

    /// <summary>When it came into <see cref="State"/>.</summary>
    public required Instant At { get; init; }

    /// <summary>Time the hardware or workload needed; null before it was applied.</summary>
    public Duration? Took { get; init; }

    /// <summary>What stood in the way at the last attempt; null when nothing did.</summary>
    public StepTrouble? Trouble { get; init; }

    /// <summary>One sentence on it; null when there is nothing to say.</summary>
    public string? Detail { get; init; }
}
