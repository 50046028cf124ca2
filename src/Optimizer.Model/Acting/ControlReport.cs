using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Acting;

/// <summary>How the control loop is doing, as one immutable value: what metrics, status and pages show. Counters are cumulative since the start of the process.</summary>
public sealed record ControlReport
{
    /// <summary>When it was made.</summary>
    public required Instant At { get; init; }

    /// <summary>The mode configured.</summary>
    public required OperatingMode Configured { get; init; }

    /// <summary>The mode in force: the configured one, or less after a demotion.</summary>
    public required OperatingMode Mode { get; init; }

    /// <summary>An operator paused it.</summary>
    public bool Paused { get; init; }

    /// <summary>Why it is paused or lowered, and by whom; null when it is neither.</summary>
    public string? Reason { get; init; }

    /// <summary>Why nothing, or nothing more, is done; ordered by interlock, then subject.</summary>
    public ValueArray<ActiveHold> Holds { get; init; } = [];

    /// <summary>The newest plan; null before the first.</summary>
    public PlanRecord? Plan { get; init; }

    /// <summary>The layout that should be there, GPUs in order: of the plan in flight, else the committed one. Empty before either.</summary>
    public ValueArray<GpuTarget> Desired { get; init; } = [];

    /// <summary>GPUs being changed now, in order.</summary>
    public ValueArray<GpuUuid> Repartitioning { get; init; } = [];

    /// <summary>GPUs left alone, in order.</summary>
    public ValueArray<Quarantine> Quarantines { get; init; } = [];

    /// <summary>Plans evaluated, by what came of it; ordered by decision, then reason.</summary>
    public ValueArray<EvaluationCount> Evaluations { get; init; } = [];

    /// <summary>Plans carried out, by kind and result; ordered.</summary>
    public ValueArray<RepartitionCount> Repartitions { get; init; } = [];

    /// <summary>Replicas started, stopped or moved, by kind and result; ordered.</summary>
    public ValueArray<MoveCount> Moves { get; init; } = [];

    /// <summary>Money not spent or lost against doing nothing, by the plans' own accounts; an estimate. Null before a plan was carried out.</summary>
    public Money? AvoidedAgainstNoAction { get; init; }

    /// <summary>GPU time not paid against every GPU in use all the time; an estimate. Null before anything was integrated.</summary>
    public Money? AvoidedAgainstStatic { get; init; }

    /// <summary>What things cost; null where nothing plans.</summary>
    public PriceReport? Prices { get; init; }

    /// <summary>Durations measured since the report before, for histograms.</summary>
    public ValueArray<Measured> Measurements { get; init; } = [];

    /// <summary>Ticks completed, and how long the last took. Unit: seconds of real time.</summary>
    public long Ticks { get; init; }

    /// <summary>Time the last tick took, waiting for hardware and workloads included.</summary>
    public Duration LastTick { get; init; }
}
