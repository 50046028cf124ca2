using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlGpuInstanceProfileInfo_t</c>, 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpuInstanceProfileInfo
{
    /// <summary><c>unsigned int id</c> at offset 0; the profile or instance id every other call wants.</summary>
    public uint Id;

    /// <summary><c>unsigned int isP2pSupported</c> at offset 4.</summary>
    public uint IsP2pSupported;

    /// <summary><c>unsigned int sliceCount</c> at offset 8.</summary>
    public uint SliceCount;

    /// <summary><c>unsigned int instanceCount</c> at offset 12.</summary>
    public uint InstanceCount;

    /// <summary><c>unsigned int multiprocessorCount</c> at offset 16.</summary>
    public uint MultiprocessorCount;

    /// <summary><c>unsigned int copyEngineCount</c> at offset 20.</summary>
    public uint CopyEngineCount;

    /// <summary><c>unsigned int decoderCount</c> at offset 24.</summary>
    public uint DecoderCount;

    /// <summary><c>unsigned int encoderCount</c> at offset 28.</summary>
    public uint EncoderCount;

    /// <summary><c>unsigned int jpegCount</c> at offset 32.</summary>
    public uint JpegCount;

    /// <summary><c>unsigned int ofaCount</c> at offset 36.</summary>
    public uint OfaCount;

    /// <summary><c>unsigned long long memorySizeMB</c> at offset 40; MiB.</summary>
    public ulong MemorySizeMB;
}
