using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlMemory_v2_t</c>, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlMemoryV2
{
    /// <summary>Version word: the struct's size with the version in the top byte.</summary>
    public const uint VersionWord = 0x02000028;

    /// <summary><c>unsigned int version</c> at offset 0; version word, set by the caller before the call.</summary>
    public uint Version;

    /// <summary><c>unsigned long long total</c> at offset 8; bytes.</summary>
    public ulong Total;

    /// <summary><c>unsigned long long reserved</c> at offset 16; bytes, held by the driver.</summary>
    public ulong Reserved;

    /// <summary><c>unsigned long long free</c> at offset 24; bytes.</summary>
    public ulong Free;

    /// <summary><c>unsigned long long used</c> at offset 32; bytes.</summary>
    public ulong Used;
}
