using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlComputeInstanceInfo_t</c>, 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlComputeInstanceInfo
{
    /// <summary><c>nvmlDevice_t device</c> at offset 0.</summary>
    public nint Device;

    /// <summary><c>nvmlGpuInstance_t gpuInstance</c> at offset 8.</summary>
    public nint GpuInstance;

    /// <summary><c>unsigned int id</c> at offset 16; the profile or instance id every other call wants.</summary>
    public uint Id;

    /// <summary><c>unsigned int profileId</c> at offset 20.</summary>
    public uint ProfileId;

    /// <summary><c>nvmlComputeInstancePlacement_t placement</c> at offset 24.</summary>
    public NvmlComputeInstancePlacement Placement;
}
