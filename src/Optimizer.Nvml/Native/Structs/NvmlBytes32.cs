using System.Runtime.CompilerServices;

namespace Optimizer.Nvml.Native;

/// <summary>A C array of 32 bytes inside a struct; text in it is ASCII and ends at the first NUL (see <see cref="NvmlText"/>).</summary>
[InlineArray(32)]
public struct NvmlBytes32
{
    private byte _first;
}
