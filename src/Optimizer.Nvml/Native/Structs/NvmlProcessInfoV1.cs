using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlProcessInfo_v1_t</c>, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlProcessInfoV1
{
    /// <summary><c>unsigned int pid</c> at offset 0.</summary>
    public uint Pid;

    /// <summary><c>unsigned long long usedGpuMemory</c> at offset 8; bytes; all ones means the driver does not know.</summary>
    public ulong UsedGpuMemory;
}
