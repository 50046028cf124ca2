using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Events;

/// <summary>One event of the driver.</summary>
/// <param name="GpuUuid">The GPU it is about.</param>
/// <param name="Type">One bit of <see cref="NvmlEventType"/>.</param>
/// <param name="Data">The XID number of an XID event; 0 otherwise.</param>
/// <param name="GpuInstanceId">The instance; null when the driver names none.</param>
/// <param name="ComputeInstanceId">The compute instance; null when the driver names none.</param>
public readonly record struct NvmlEvent(string GpuUuid, ulong Type, ulong Data, uint? GpuInstanceId, uint? ComputeInstanceId);
