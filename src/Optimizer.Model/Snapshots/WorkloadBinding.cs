namespace Optimizer.Model.Snapshots;

/// <summary>A workload on a GPU or GPU instance.</summary>
/// <param name="Gpu">The GPU.</param>
/// <param name="GpuInstanceId">The instance; null on a GPU without MIG.</param>
/// <param name="MemoryBytes">Device memory of its processes there, bytes; null when the driver does not say.</param>
public sealed record WorkloadBinding(GpuUuid Gpu, uint? GpuInstanceId, ulong? MemoryBytes);
