using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlUtilization_t</c>, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlUtilization
{
    /// <summary><c>unsigned int gpu</c> at offset 0; percent of the last sampling period.</summary>
    public uint Gpu;

    /// <summary><c>unsigned int memory</c> at offset 4; percent of the last sampling period.</summary>
    public uint Memory;
}
