using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary>The names inside <c>nvmlGpmMetric_t</c>, 24 bytes: pointers owned by the library, valid while it is loaded, not to be freed.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpmMetricInfo
{
    /// <summary><c>char *shortName</c> at offset 0.</summary>
    public nint ShortName;

    /// <summary><c>char *longName</c> at offset 8.</summary>
    public nint LongName;

    /// <summary><c>char *unit</c> at offset 16.</summary>
    public nint Unit;
}
