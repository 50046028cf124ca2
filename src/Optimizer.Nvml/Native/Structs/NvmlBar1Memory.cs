using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlBAR1Memory_t</c>, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlBar1Memory
{
    /// <summary><c>unsigned long long bar1Total</c> at offset 0; bytes.</summary>
    public ulong Bar1Total;

    /// <summary><c>unsigned long long bar1Free</c> at offset 8; bytes.</summary>
    public ulong Bar1Free;

    /// <summary><c>unsigned long long bar1Used</c> at offset 16; bytes.</summary>
    public ulong Bar1Used;
}
