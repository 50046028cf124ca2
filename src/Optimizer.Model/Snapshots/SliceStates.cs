namespace Optimizer.Model.Snapshots;

/// <summary>Slices of one resource by state.</summary>
/// <param name="Busy">In an instance with at least one process (and, where activity is known, not below the idle threshold).</param>
/// <param name="Idle">In an instance without a process, or with activity below the idle threshold.</param>
/// <param name="Free">In no instance, and some instance could still be created on them.</param>
/// <param name="Stranded">In no instance, and none can be created on them until another one goes.</param>
public readonly record struct SliceStates(int Busy, int Idle, int Free, int Stranded)
{
    /// <summary>The sum of the states.</summary>
    public int Capacity => Busy + Idle + Free + Stranded;
}
