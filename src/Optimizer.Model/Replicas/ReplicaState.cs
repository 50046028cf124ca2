namespace Optimizer.Model.Replicas;

/// <summary>Where in its life a replica is, as whatever runs it says.</summary>
public enum ReplicaState
{
    /// <summary>It was started and does not serve yet.</summary>
    Starting,

    /// <summary>It serves.</summary>
    Ready,

    /// <summary>It was asked to stop and finishes what it has begun.</summary>
    Draining,

    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It ended by itself, or never became ready.</summary>
    Failed,
}
