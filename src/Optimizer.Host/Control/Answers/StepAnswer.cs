namespace Optimizer.Host.Control.Answers;

/// <summary>One step of a plan and what became of it.</summary>
internal sealed record StepAnswer
{
    /// <summary>Place in the plan, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What it does, for example <c>create 3g.40gb@4</c>.</summary>
    public required string What { get; init; }

    /// <summary>UUID of its GPU.</summary>
    public required string Gpu { get; init; }

    /// <summary>How deeply it cuts, in snake case.</summary>
    public required string Rung { get; init; }

    /// <summary>It undoes what the step did.</summary>
    public bool Compensation { get; init; }

    /// <summary><c>planned</c> before it was intended, else <c>intended</c>, <c>applied</c>, <c>failed</c> or <c>skipped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Attempts so far; 0 while it is planned.</summary>
    public int Attempts { get; init; }

    /// <summary>How long it was expected to take, seconds.</summary>
    public required double ExpectedSeconds { get; init; }

    /// <summary>How long it took, seconds; null before it was applied.</summary>
    public double? Seconds { get; init; }

    /// <summary>What stood in the way, in snake case; null when nothing did.</summary>
    public string? Trouble { get; init; }

    /// <summary>One sentence on it; null when there is nothing to say.</summary>
    public string? Detail { get; init; }
}
