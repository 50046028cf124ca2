using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary>The first 24 bytes of <c>nvmlGpmMetricsGet_t</c>; an array of <see cref="NvmlGpmMetric"/> follows.</summary>
/// <remarks>
/// The C array has 98, 210 or 333 entries by header version. A caller therefore allocates <see cref="FullSize"/> bytes (the newest) and fills
/// only <see cref="NumMetrics"/> entries, which every driver accepts.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpmMetricsGetHeader
{
    /// <summary>GPM structs take the plain number 1, not a version word.</summary>
    public const uint PlainVersion = 1;

    /// <summary>Metrics the newest known header has room for.</summary>
    public const int MaxMetrics = 333;

    /// <summary>Size of the whole struct in the newest known header, bytes.</summary>
    public const int FullSize = 13344;

    /// <summary><c>unsigned int version</c> at offset 0.</summary>
    public uint Version;

    /// <summary><c>unsigned int numMetrics</c> at offset 4.</summary>
    public uint NumMetrics;

    /// <summary><c>nvmlGpmSample_t sample1</c> at offset 8: the older sample.</summary>
    public nint Sample1;

    /// <summary><c>nvmlGpmSample_t sample2</c> at offset 16: the newer sample, at least 100 ms later.</summary>
    public nint Sample2;
}
