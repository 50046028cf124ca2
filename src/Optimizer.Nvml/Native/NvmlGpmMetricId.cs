namespace Optimizer.Nvml.Native;

/// <summary>Metric ids of <c>nvmlGpmMetricsGet</c>. Ratios are percent 0 to 100, traffic MiB/s. Source: nvml.h 13.3.29.</summary>
public static class NvmlGpmMetricId
{
    /// <summary>Share of time any graphics or compute engine was active; percent.</summary>
    public const uint GraphicsUtil = 1;

    /// <summary>Share of SM cycles with at least one warp resident; percent.</summary>
    public const uint SmUtil = 2;

    /// <summary>Resident warps against the maximum; percent.</summary>
    public const uint SmOccupancy = 3;

    /// <summary>Integer pipe activity; percent.</summary>
    public const uint IntegerUtil = 4;

    /// <summary>Tensor pipe activity, any format; percent.</summary>
    public const uint AnyTensorUtil = 5;

    /// <summary>Tensor DFMA activity; percent.</summary>
    public const uint DfmaTensorUtil = 6;

    /// <summary>Tensor HMMA activity; percent.</summary>
    public const uint HmmaTensorUtil = 7;

    /// <summary>Tensor IMMA activity; percent.</summary>
    public const uint ImmaTensorUtil = 9;

    /// <summary>Memory bandwidth used; percent.</summary>
    public const uint DramBandwidthUtil = 10;

    /// <summary>FP64 pipe activity; percent.</summary>
    public const uint Fp64Util = 11;

    /// <summary>FP32 pipe activity; percent.</summary>
    public const uint Fp32Util = 12;

    /// <summary>FP16 pipe activity; percent.</summary>
    public const uint Fp16Util = 13;

    /// <summary>PCIe traffic sent; MiB/s.</summary>
    public const uint PcieTxPerSecond = 20;

    /// <summary>PCIe traffic received; MiB/s.</summary>
    public const uint PcieRxPerSecond = 21;

    /// <summary>NVLink traffic received, all links; MiB/s.</summary>
    public const uint NvLinkTotalRxPerSecond = 60;

    /// <summary>NVLink traffic sent, all links; MiB/s.</summary>
    public const uint NvLinkTotalTxPerSecond = 61;
}
