using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Model.Acting;

/// <summary>What one tick of the control loop saw, decided and did.</summary>
public sealed record TickRecord
{
    /// <summary>Number since the process started, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it began.</summary>
    public required Instant At { get; init; }

    /// <summary>The mode in force, lowered or paused as it may be: <see cref="OperatingMode.Observe"/> while paused.</summary>
    public required OperatingMode Mode { get; init; }

    /// <summary>Sequence of the snapshot it acted on; null when there was none.</summary>
    public long? Snapshot { get; init; }

    /// <summary>The plan in force after it; null when there is none.</summary>
    public PlanRecord? Plan { get; init; }

    /// <summary>The step tried in it; null when none was.</summary>
    public PlanStep? Step { get; init; }

    /// <summary>What became of that step; null when none was tried.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>Why nothing, or nothing more, was done; ordered by interlock, then subject.</summary>
    public ValueArray<ActiveHold> Holds { get; init; } = [];

    /// <summary>What nobody foresaw in it, for the log; null: nothing.</summary>
    public Exception? Surprise { get; init; }

    /// <summary>More can be done at once: the next tick need not wait for the period.</summary>
    public bool More { get; init; }
}
