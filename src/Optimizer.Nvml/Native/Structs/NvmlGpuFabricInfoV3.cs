using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlGpuFabricInfo_v3_t</c>, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpuFabricInfoV3
{
    /// <summary>Version word: the struct's size with the version in the top byte.</summary>
    public const uint VersionWord = 0x03000028;

    /// <summary><c>unsigned int version</c> at offset 0; version word, set by the caller before the call.</summary>
    public uint Version;

    /// <summary><c>unsigned char clusterUuid</c> at offset 4.</summary>
    public NvmlBytes16 ClusterUuid;

    /// <summary><c>nvmlReturn_t status</c> at offset 20.</summary>
    public NvmlReturn Status;

    /// <summary><c>unsigned int cliqueId</c> at offset 24.</summary>
    public uint CliqueId;

    /// <summary><c>nvmlGpuFabricState_t state</c> at offset 28.</summary>
    public byte State;

    /// <summary><c>unsigned int healthMask</c> at offset 32.</summary>
    public uint HealthMask;

    /// <summary><c>unsigned char healthSummary</c> at offset 36.</summary>
    public byte HealthSummary;
}
