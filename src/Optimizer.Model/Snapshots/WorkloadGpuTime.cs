namespace Optimizer.Model.Snapshots;

/// <summary>Time a workload has held hardware.</summary>
/// <param name="Profile">MIG profile, or <c>gpu</c> for a whole GPU.</param>
/// <param name="GpuSeconds">Seconds bound times the share of the GPU's multiprocessors, cumulative.</param>
public sealed record WorkloadGpuTime(string Profile, double GpuSeconds);
