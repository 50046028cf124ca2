using NodaTime;

namespace Optimizer.Workloads.Systemd;

/// <summary>What systemd says of one unit. Times are microseconds of the monotonic clock, which no clock step moves; 0: never.</summary>
internal sealed record UnitStatus
{
    /// <summary>The name asked for, not the one an alias leads to.</summary>
    public required string Unit { get; init; }

    /// <summary><c>loaded</c>, <c>not-found</c>, <c>masked</c> and others.</summary>
    public required string LoadState { get; init; }

    /// <summary><c>active</c>, <c>reloading</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c> or <c>deactivating</c>.</summary>
    public required string ActiveState { get; init; }

    public string SubState { get; init; } = "";

    /// <summary><c>success</c>, <c>exit-code</c>, <c>signal</c>, <c>timeout</c> and others.</summary>
    public string Result { get; init; } = "";

    public int ExitStatus { get; init; }

    /// <summary>Times it was restarted by its own Restart= since somebody started it.</summary>
    public int Restarts { get; init; }

    /// <summary>A job waits for it or is under way.</summary>
    public bool HasJob { get; init; }

    public bool NeedsReload { get; init; }

    public string DropInPaths { get; init; } = "";

    /// <summary>Time from the request to stop to the kill; null: no limit, or not said.</summary>
    public Duration? StopTimeout { get; init; }

    /// <summary>Account it runs as; empty: root.</summary>
    public string User { get; init; } = "";

    public bool DynamicUser { get; init; }

    public long LeftInactive { get; init; }

    public long BecameActive { get; init; }

    public long BecameInactive { get; init; }

    /// <summary>Nothing of it runs and nothing is about to.</summary>
    public bool IsDown => ActiveState is "inactive" or "failed" && !HasJob;

    /// <summary>It runs, as far as systemd can tell.</summary>
    public bool IsActive => ActiveState is "active" or "reloading";

    /// <summary>Exit status and result, for people.</summary>
    public string Ending => Result is "success" or "" ? $"it ended with status {ExitStatus}" : $"systemd says result '{Result}', status {ExitStatus}";
}
