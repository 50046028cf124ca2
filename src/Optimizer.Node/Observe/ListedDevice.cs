using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Observe;

/// <summary>One index of the driver's list.</summary>
/// <param name="Index">NVML index.</param>
/// <param name="Device">Handle; 0 when the driver gave none.</param>
/// <param name="Uuid">Null when the driver did not say.</param>
/// <param name="Trouble">Why there is no handle or UUID; null when there is.</param>
internal sealed record ListedDevice(uint Index, nint Device, GpuUuid? Uuid, string? Trouble);
