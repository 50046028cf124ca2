namespace Optimizer.Model.Plans;

/// <summary>How deeply a step cuts; each rung has its own budget, window and approval. Ordered from harmless to never.</summary>
public enum DisruptionRung
{
    /// <summary>Start a replica, or create an instance in free space: nobody notices.</summary>
    FreeSpace,

    /// <summary>Destroy or replace an instance nobody uses, or stop a replica that is not needed.</summary>
    IdleInstance,

    /// <summary>Move a replica that may be moved.</summary>
    Move,

    /// <summary>Change MIG mode in place (Hopper and later).</summary>
    MigMode,

    /// <summary>Reset one GPU (MIG mode on Ampere).</summary>
    GpuReset,
}
