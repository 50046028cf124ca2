namespace Optimizer.Host.Control.Answers;

/// <summary>The node at a glance: <c>GET /status</c>.</summary>
internal sealed record StatusAnswer
{
    /// <summary>Version of the daemon.</summary>
    public required string Version { get; init; }

    /// <summary>When, ISO 8601, UTC.</summary>
    public required string At { get; init; }

    /// <summary>Mode in force.</summary>
    public required string Mode { get; init; }

    /// <summary>Mode configured; differs after a demotion.</summary>
    public required string Configured { get; init; }

    /// <summary>An operator paused it.</summary>
    public required bool Paused { get; init; }

    /// <summary>Why it is paused or lowered, and by whom; null when it is neither.</summary>
    public string? Reason { get; init; }

    /// <summary>Why nothing, or nothing more, is done.</summary>
    public required IReadOnlyList<HoldAnswer> Holds { get; init; }

    /// <summary>The newest plan with its steps; null before the first.</summary>
    public PlanAnswer? Plan { get; init; }

    /// <summary>GPUs by index.</summary>
    public required IReadOnlyList<GpuAnswer> Gpus { get; init; }

    /// <summary>GPUs left alone.</summary>
    public required IReadOnlyList<QuarantineAnswer> Quarantines { get; init; }

    /// <summary>The newest plans, newest first.</summary>
    public required IReadOnlyList<PlanAnswer> Decisions { get; init; }
}
