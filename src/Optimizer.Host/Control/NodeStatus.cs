using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Control;

/// <summary>The node at a glance, as one immutable value.</summary>
internal sealed record NodeStatus
{
    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>How the loop is doing; null before its first tick.</summary>
    public ControlReport? Report { get; init; }

    /// <summary>The latest readings; null before the first cycle.</summary>
    public NodeSnapshot? Seen { get; init; }

    /// <summary>Replicas as those who run them say, ordered by seat.</summary>
    public ValueArray<Replica> Replicas { get; init; } = [];

    /// <summary>Everybody found on an instance or GPU, declared or not; ordered by seat, then name.</summary>
    public ValueArray<SeatHolder> Holders { get; init; } = [];

    /// <summary>The newest plans, newest first; a handful.</summary>
    public ValueArray<PlanRecord> Decisions { get; init; } = [];
}
