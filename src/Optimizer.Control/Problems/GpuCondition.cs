namespace Optimizer.Control.Problems;

/// <summary>What a planner may be told of a GPU.</summary>
internal enum GpuCondition
{
    /// <summary>Everything.</summary>
    Well,

    /// <summary>What is there may leave, nothing new comes.</summary>
    Leaving,

    /// <summary>It works and must stay exactly as it is.</summary>
    Frozen,

    /// <summary>It may well work; nobody can see what is on it.</summary>
    Hidden,

    /// <summary>Nothing can run on it.</summary>
    Gone,
}
