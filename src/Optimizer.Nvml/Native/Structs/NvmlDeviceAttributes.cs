using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlDeviceAttributes_t</c>, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlDeviceAttributes
{
    /// <summary><c>unsigned int multiprocessorCount</c> at offset 0.</summary>
    public uint MultiprocessorCount;

    /// <summary><c>unsigned int sharedCopyEngineCount</c> at offset 4.</summary>
    public uint SharedCopyEngineCount;

    /// <summary><c>unsigned int sharedDecoderCount</c> at offset 8.</summary>
    public uint SharedDecoderCount;

    /// <summary><c>unsigned int sharedEncoderCount</c> at offset 12.</summary>
    public uint SharedEncoderCount;

    /// <summary><c>unsigned int sharedJpegCount</c> at offset 16.</summary>
    public uint SharedJpegCount;

    /// <summary><c>unsigned int sharedOfaCount</c> at offset 20.</summary>
    public uint SharedOfaCount;

    /// <summary><c>unsigned int gpuInstanceSliceCount</c> at offset 24.</summary>
    public uint GpuInstanceSliceCount;

    /// <summary><c>unsigned int computeInstanceSliceCount</c> at offset 28.</summary>
    public uint ComputeInstanceSliceCount;

    /// <summary><c>unsigned long long memorySizeMB</c> at offset 32; MiB.</summary>
    public ulong MemorySizeMB;
}
