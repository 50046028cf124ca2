namespace Optimizer.Model.Snapshots;

/// <summary>One compute instance: the MIG device CUDA sees.</summary>
/// <param name="Id">The driver's number inside its GPU instance. Source: nvmlDeviceGetComputeInstanceId.</param>
/// <param name="MigUuid">What CUDA_VISIBLE_DEVICES takes (<c>MIG-…</c>); an attribute, never an identity. Null when the driver does not say.</param>
public sealed record ComputeInstanceSnapshot(uint Id, string? MigUuid);
