namespace Optimizer.Planning.Solving;

/// <summary>What a search may change.</summary>
public sealed record SearchFreedom
{
    /// <summary>Instances nobody uses may be destroyed, and running replicas that are not needed may be stopped (their terms allowing).</summary>
    public bool MayDestroyIdle { get; init; } = true;

    /// <summary>Most replicas that may be moved.</summary>
    public int MaxMoves { get; init; } = int.MaxValue;

    /// <summary>Most replicas of one tenant that may be moved, where less than <see cref="MaxMoves"/>.</summary>
    public IReadOnlyDictionary<string, int> MaxMovesByTenant { get; init; } = new Dictionary<string, int>();

    /// <summary>MIG mode may be changed where the GPU can do it in place.</summary>
    public bool MayToggleMig { get; init; }

    /// <summary>What is found may not be taken now and only tells a reader what holding costs: a good answer does, and it need not be proven.</summary>
    public bool OnlyTold { get; init; }
}
