using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlRemappedRowsInfo_v2_t</c>, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlRemappedRowsInfoV2
{
    /// <summary><c>unsigned int corrActiveRemaps</c> at offset 0.</summary>
    public uint CorrActiveRemaps;

    /// <summary><c>unsigned int corrInactiveRemaps</c> at offset 4.</summary>
    public uint CorrInactiveRemaps;

    /// <summary><c>unsigned int uncActiveRemaps</c> at offset 8.</summary>
    public uint UncActiveRemaps;

    /// <summary><c>unsigned int uncInactiveRemaps</c> at offset 12.</summary>
    public uint UncInactiveRemaps;

    /// <summary><c>unsigned int bPending</c> at offset 16.</summary>
    public uint BPending;

    /// <summary><c>unsigned int bFailureOccurred</c> at offset 20.</summary>
    public uint BFailureOccurred;
}
