using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlRowRemapperHistogramValues_t</c>, 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlRowRemapperHistogramValues
{
    /// <summary><c>unsigned int max</c> at offset 0.</summary>
    public uint Max;

    /// <summary><c>unsigned int high</c> at offset 4.</summary>
    public uint High;

    /// <summary><c>unsigned int partial</c> at offset 8.</summary>
    public uint Partial;

    /// <summary><c>unsigned int low</c> at offset 12.</summary>
    public uint Low;

    /// <summary><c>unsigned int none</c> at offset 16.</summary>
    public uint None;
}
