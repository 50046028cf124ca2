namespace Optimizer.Model.Workloads;

/// <summary>What a workload does. In files: the members' names in lower case.</summary>
public enum DeclaredKind
{
    /// <summary>Answers requests; slices suit it.</summary>
    Inference,

    /// <summary>Trains; whole GPUs suit it.</summary>
    Training,

    /// <summary>Works through a queue and ends.</summary>
    Batch,

    /// <summary>A person works with it: a notebook, a desktop.</summary>
    Interactive,
}
