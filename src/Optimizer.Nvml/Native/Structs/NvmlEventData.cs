using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlEventData_t</c>, 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlEventData
{
    /// <summary><c>nvmlDevice_t device</c> at offset 0.</summary>
    public nint Device;

    /// <summary><c>unsigned long long eventType</c> at offset 8.</summary>
    public ulong EventType;

    /// <summary><c>unsigned long long eventData</c> at offset 16.</summary>
    public ulong EventData;

    /// <summary><c>unsigned int gpuInstanceId</c> at offset 24; 0xFFFFFFFF when the process or event belongs to no instance.</summary>
    public uint GpuInstanceId;

    /// <summary><c>unsigned int computeInstanceId</c> at offset 28; 0xFFFFFFFF when the process or event belongs to no instance.</summary>
    public uint ComputeInstanceId;
}
