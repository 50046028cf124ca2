using NodaTime;

namespace Optimizer.Host.Configuration;

/// <summary>How the control loop runs. Section <c>control</c>; ranges and reasons are in <see cref="Settings"/>. Read at start.</summary>
internal sealed record ControlConfiguration
{
    /// <summary>Time between two ticks when nothing presses.</summary>
    public required Duration Period { get; init; }

    /// <summary>Time between two plans; at least <see cref="Period"/>.</summary>
    public required Duration PlanPeriod { get; init; }

    /// <summary>Oldest snapshot that is acted on; at least three sampling periods.</summary>
    public required Duration MaxReadingAge { get; init; }

    /// <summary>Time without progress after which a plan in flight is undone.</summary>
    public required Duration MaxPlanAge { get; init; }

    /// <summary>How often a step is tried again before its plan is undone; 0: never.</summary>
    public required int Retries { get; init; }

    /// <summary>First wait before a step is tried again; doubles with each attempt.</summary>
    public required Duration RetryWait { get; init; }

    /// <summary>How long one driver call of a step may take.</summary>
    public required Duration InstanceDeadline { get; init; }

    /// <summary>How long a GPU may stay away after a reset.</summary>
    public required Duration ModeDeadline { get; init; }

    /// <summary>How long a workload may take until it is ready.</summary>
    public required Duration StartDeadline { get; init; }

    /// <summary>How long a workload may take to stop, beyond its own grace.</summary>
    public required Duration StopDeadline { get; init; }

    /// <summary>Plans in a row that failed or were undone before the mode is lowered; 0: it never is.</summary>
    public required int DemoteAfterFailures { get; init; }

    /// <summary>The layout in force is restored after a boot.</summary>
    public required bool RestoreAtBoot { get; init; }

    /// <summary>How long restoring may hold up the daemon's readiness.</summary>
    public required Duration RestoreDeadline { get; init; }

    /// <summary>How long plans are kept in the journal.</summary>
    public required Duration JournalRetention { get; init; }

    /// <summary>Absolute path of the control socket; null: where <see cref="Optimizer.Host.Control.SocketPlaces"/> says.</summary>
    public required string? Socket { get; init; }
}
