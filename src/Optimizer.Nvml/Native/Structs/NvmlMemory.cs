using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlMemory_t</c>, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlMemory
{
    /// <summary><c>unsigned long long total</c> at offset 0; bytes.</summary>
    public ulong Total;

    /// <summary><c>unsigned long long free</c> at offset 8; bytes.</summary>
    public ulong Free;

    /// <summary><c>unsigned long long used</c> at offset 16; bytes.</summary>
    public ulong Used;
}
