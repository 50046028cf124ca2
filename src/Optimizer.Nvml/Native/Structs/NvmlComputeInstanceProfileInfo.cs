using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlComputeInstanceProfileInfo_t</c>, 36 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlComputeInstanceProfileInfo
{
    /// <summary><c>unsigned int id</c> at offset 0; the profile or instance id every other call wants.</summary>
    public uint Id;

    /// <summary><c>unsigned int sliceCount</c> at offset 4.</summary>
    public uint SliceCount;

    /// <summary><c>unsigned int instanceCount</c> at offset 8.</summary>
    public uint InstanceCount;

    /// <summary><c>unsigned int multiprocessorCount</c> at offset 12.</summary>
    public uint MultiprocessorCount;

    /// <summary><c>unsigned int sharedCopyEngineCount</c> at offset 16.</summary>
    public uint SharedCopyEngineCount;

    /// <summary><c>unsigned int sharedDecoderCount</c> at offset 20.</summary>
    public uint SharedDecoderCount;

    /// <summary><c>unsigned int sharedEncoderCount</c> at offset 24.</summary>
    public uint SharedEncoderCount;

    /// <summary><c>unsigned int sharedJpegCount</c> at offset 28.</summary>
    public uint SharedJpegCount;

    /// <summary><c>unsigned int sharedOfaCount</c> at offset 32.</summary>
    public uint SharedOfaCount;
}
