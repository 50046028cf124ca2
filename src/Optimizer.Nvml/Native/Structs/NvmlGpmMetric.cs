using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlGpmMetric_t</c>, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlGpmMetric
{
    /// <summary><c>unsigned int metricId</c> at offset 0.</summary>
    public uint MetricId;

    /// <summary><c>nvmlReturn_t nvmlReturn</c> at offset 4.</summary>
    public NvmlReturn NvmlReturn;

    /// <summary><c>double value</c> at offset 8; percent, or MiB/s for the PCIe and NVLink metrics.</summary>
    public double Value;

    /// <summary><c>nvmlGpmMetricMetricInfo_t metricInfo</c> at offset 16.</summary>
    public NvmlGpmMetricInfo MetricInfo;
}
