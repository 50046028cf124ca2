namespace Optimizer.Simulation.Drivers;

/// <summary>Something that happens to the node at a time.</summary>
/// <param name="AtSeconds">Simulated seconds since the start.</param>
/// <param name="Gpu">Index of the GPU it happens to.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Detail">The profile and start of an instance; otherwise null.</param>
/// <param name="Number">An XID, or a count of errors; otherwise 0.</param>
internal sealed record ScheduledChange(double AtSeconds, int Gpu, ChangeKind Kind, InstancePlan? Detail, uint Number);
