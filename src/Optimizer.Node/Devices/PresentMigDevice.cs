namespace Optimizer.Node.Devices;

/// <summary>A MIG device: one compute instance.</summary>
/// <param name="Uuid"><c>MIG-…</c>; null when the driver does not say.</param>
/// <param name="GpuInstanceId">GPU instance it lies in.</param>
/// <param name="ComputeInstanceId">Its number in there.</param>
public sealed record PresentMigDevice(string? Uuid, uint GpuInstanceId, uint ComputeInstanceId);
