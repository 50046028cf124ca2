using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlGpmSupport_t</c>, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpmSupport
{
    /// <summary><c>unsigned int version</c> at offset 0; version word, set by the caller before the call.</summary>
    public uint Version;

    /// <summary><c>unsigned int isSupportedDevice</c> at offset 4.</summary>
    public uint IsSupportedDevice;
}
