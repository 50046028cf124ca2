using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlMarginTemperature_v1_t</c>, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlMarginTemperatureV1
{
    /// <summary>Version word: the struct's size with the version in the top byte.</summary>
    public const uint VersionWord = 0x01000008;

    /// <summary><c>unsigned int version</c> at offset 0; version word, set by the caller before the call.</summary>
    public uint Version;

    /// <summary><c>int marginTemperature</c> at offset 4; degrees Celsius below the slowdown point.</summary>
    public int MarginTemperature;
}
