using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlProcessInfo_t</c>, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlProcessInfo
{
    /// <summary><c>unsigned int pid</c> at offset 0.</summary>
    public uint Pid;

    /// <summary><c>unsigned long long usedGpuMemory</c> at offset 8; bytes; all ones means the driver does not know.</summary>
    public ulong UsedGpuMemory;

    /// <summary><c>unsigned int gpuInstanceId</c> at offset 16; 0xFFFFFFFF when the process or event belongs to no instance.</summary>
    public uint GpuInstanceId;

    /// <summary><c>unsigned int computeInstanceId</c> at offset 20; 0xFFFFFFFF when the process or event belongs to no instance.</summary>
    public uint ComputeInstanceId;
}
