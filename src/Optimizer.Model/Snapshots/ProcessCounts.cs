namespace Optimizer.Model.Snapshots;

/// <summary>Numbers of processes with a context.</summary>
/// <param name="Compute">CUDA contexts. Source: nvmlDeviceGetComputeRunningProcesses_v3.</param>
/// <param name="Graphics">Graphics contexts; null where not asked or not answered. Source: nvmlDeviceGetGraphicsRunningProcesses_v3.</param>
public sealed record ProcessCounts(int Compute, int? Graphics);
