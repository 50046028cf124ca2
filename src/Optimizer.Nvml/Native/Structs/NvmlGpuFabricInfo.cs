using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlGpuFabricInfo_t</c>, 28 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpuFabricInfo
{
    /// <summary><c>unsigned char clusterUuid</c> at offset 0.</summary>
    public NvmlBytes16 ClusterUuid;

    /// <summary><c>nvmlReturn_t status</c> at offset 16.</summary>
    public NvmlReturn Status;

    /// <summary><c>unsigned int cliqueId</c> at offset 20.</summary>
    public uint CliqueId;

    /// <summary><c>nvmlGpuFabricState_t state</c> at offset 24.</summary>
    public byte State;
}
