namespace Optimizer.Model.Snapshots;

/// <summary>A GPU's slices by state; the states of one resource are disjoint and sum to its capacity.</summary>
/// <param name="Compute">Compute slices.</param>
/// <param name="Memory">Memory slices.</param>
public sealed record SliceUse(SliceStates Compute, SliceStates Memory);
