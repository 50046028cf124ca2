namespace Optimizer.Workloads.Systemd;

/// <summary>How far a bound replica has come. Times are microseconds of the monotonic clock, as systemd's own; null: not yet.</summary>
/// <remarks>Kept beside the drop-in, not in it: a changed drop-in makes systemd ask for a reload until it gets one.</remarks>
internal sealed record BindingMarks
{
    /// <summary>Since when nothing served on behalf of it: the stop of what it replaced. Null: nothing was interrupted for it.</summary>
    public long? InterruptedAt { get; init; }

    /// <summary>When it was about to be asked to start.</summary>
    public long? StartedAt { get; init; }

    /// <summary>When systemd had taken that on. From then on a unit that is down has ended: systemd forgets what ended well, and its times with it.</summary>
    public long? AskedAt { get; init; }

    /// <summary>When it was first seen to serve.</summary>
    public long? ReadyAt { get; init; }

    /// <summary>When it was to be drained: the checkpoint begins.</summary>
    public long? DrainedAt { get; init; }

    /// <summary>When systemd was asked to stop it.</summary>
    public long? StoppedAt { get; init; }
}
