namespace Optimizer.Model.Workloads;

/// <summary>How many replicas may run.</summary>
/// <param name="Min">Fewest, 0 or more.</param>
/// <param name="Max">Most, at least <paramref name="Min"/> and 1.</param>
public readonly record struct ReplicaRange(int Min, int Max);
