using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlComputeInstancePlacement_t</c>, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlComputeInstancePlacement
{
    /// <summary><c>unsigned int start</c> at offset 0; memory slices (compute slices for a compute instance).</summary>
    public uint Start;

    /// <summary><c>unsigned int size</c> at offset 4; memory slices (compute slices for a compute instance).</summary>
    public uint Size;
}
