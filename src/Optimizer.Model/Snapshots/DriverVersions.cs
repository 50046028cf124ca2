namespace Optimizer.Model.Snapshots;

/// <summary>Versions of the NVIDIA driver stack in use.</summary>
/// <param name="Driver">Kernel driver, for example 580.95.05. Source: nvmlSystemGetDriverVersion.</param>
/// <param name="Nvml">Library, for example 13.580.95.05. Null when it does not say. Source: nvmlSystemGetNVMLVersion.</param>
/// <param name="Cuda">CUDA version the driver supports, for example 13.0. Null when it does not say. Source: nvmlSystemGetCudaDriverVersion_v2.</param>
public sealed record DriverVersions(string Driver, string? Nvml, string? Cuda);
