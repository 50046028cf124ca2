namespace Optimizer.Host.Control.Answers;

/// <summary>A plan and its life, without what it was made from.</summary>
internal sealed record PlanAnswer
{
    /// <summary>Its number: what <c>approve</c> and <c>explain</c> take.</summary>
    public required long Generation { get; init; }

    /// <summary>When it was made, ISO 8601, UTC.</summary>
    public required string MadeAt { get; init; }

    /// <summary>Policy that made it.</summary>
    public required string Policy { get; init; }

    /// <summary>Mode it was made in.</summary>
    public required string Mode { get; init; }

    /// <summary>Where in its life it is, in snake case.</summary>
    public required string Life { get; init; }

    /// <summary>Why it holds, in snake case; null when it acts.</summary>
    public string? Hold { get; init; }

    /// <summary>What it does, or why it holds, one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is worth over staying as it is, over its horizon, in the currency of the prices; null when staying was not considered.</summary>
    public double? Gain { get; init; }

    /// <summary>Who approved it; null: nobody, or nobody had to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it began to act; null before.</summary>
    public string? BeganAt { get; init; }

    /// <summary>When its life ended; null while it goes on.</summary>
    public string? EndedAt { get; init; }

    /// <summary>How it ended; null before.</summary>
    public string? Outcome { get; init; }

    /// <summary>Steps of the plan.</summary>
    public required int StepCount { get; init; }

    /// <summary>Of these, how many were applied.</summary>
    public required int StepsApplied { get; init; }

    /// <summary>Its steps in order, then what undid them; null in lists of plans.</summary>
    public IReadOnlyList<StepAnswer>? Steps { get; init; }
}
