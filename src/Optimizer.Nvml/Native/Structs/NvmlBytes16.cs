using System.Runtime.CompilerServices;

namespace Optimizer.Nvml.Native;

/// <summary>A C array of 16 bytes inside a struct; text in it is ASCII and ends at the first NUL (see <see cref="NvmlText"/>).</summary>
[InlineArray(16)]
public struct NvmlBytes16
{
    private byte _first;
}
