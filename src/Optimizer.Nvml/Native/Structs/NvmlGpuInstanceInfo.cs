using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlGpuInstanceInfo_t</c>, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpuInstanceInfo
{
    /// <summary><c>nvmlDevice_t device</c> at offset 0.</summary>
    public nint Device;

    /// <summary><c>unsigned int id</c> at offset 8; the profile or instance id every other call wants.</summary>
    public uint Id;

    /// <summary><c>unsigned int profileId</c> at offset 12.</summary>
    public uint ProfileId;

    /// <summary><c>nvmlGpuInstancePlacement_t placement</c> at offset 16.</summary>
    public NvmlGpuInstancePlacement Placement;
}
