namespace Optimizer.Host.Cli;

/// <summary>What <c>status</c>, <c>plan</c>, <c>explain</c>, <c>history</c>, <c>pause</c>, <c>resume</c>, <c>approve</c> or <c>release</c> was asked for.</summary>
internal sealed record OperatorRequest
{
    /// <summary>Which of them.</summary>
    public required OperatorVerb Verb { get; init; }

    /// <summary>Number of the plan; null for the newest, and where no plan is meant.</summary>
    public long? Generation { get; init; }

    /// <summary>UUID of the GPU to release; null otherwise.</summary>
    public string? Gpu { get; init; }

    /// <summary>Why it is paused; null when not said.</summary>
    public string? Reason { get; init; }

    /// <summary>Most plans shown.</summary>
    public int Most { get; init; } = Control.HistoryQuery.DefaultMost;

    /// <summary>Only plans that were carried out.</summary>
    public bool ActedOnly { get; init; }

    /// <summary>The daemon's document instead of tables.</summary>
    public bool Json { get; init; }

    /// <summary>Path of the control socket; null looks where it is by default.</summary>
    public string? Socket { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
