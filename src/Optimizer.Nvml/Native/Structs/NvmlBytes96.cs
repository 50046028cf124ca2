using System.Runtime.CompilerServices;

namespace Optimizer.Nvml.Native;

/// <summary>A C array of 96 bytes inside a struct; text in it is ASCII and ends at the first NUL (see <see cref="NvmlText"/>).</summary>
[InlineArray(96)]
public struct NvmlBytes96
{
    private byte _first;
}
