using System.Collections.Immutable;
using Optimizer.Exporter.Catalogue;
using Optimizer.Model.Collections;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Dcgm;

/// <summary>The families dcgm-exporter enables by default, under its names, types and units: a contract of others, which is why it fails our lint rules.</summary>
internal static class DcgmFamilies
{
    public static readonly MetricFamily SmClock = PerGpu("DCGM_FI_DEV_SM_CLOCK", Gauge, "MHz", "SM clock frequency (in MHz).");
    public static readonly MetricFamily MemoryClock = PerGpu("DCGM_FI_DEV_MEM_CLOCK", Gauge, "MHz", "Memory clock frequency (in MHz).");
    public static readonly MetricFamily MemoryTemperature = PerGpu("DCGM_FI_DEV_MEMORY_TEMP", Gauge, "C", "Memory temperature (in C).");
    public static readonly MetricFamily GpuTemperature = PerGpu("DCGM_FI_DEV_GPU_TEMP", Gauge, "C", "GPU temperature (in C).");
    public static readonly MetricFamily PowerUsage = PerGpu("DCGM_FI_DEV_POWER_USAGE", Gauge, "W", "Power draw (in W).");
    public static readonly MetricFamily Energy = PerGpu("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", Counter, "mJ", "Total energy consumption (in mJ).");
    public static readonly MetricFamily PcieReplays = PerGpu("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", Counter, "replays", "Total number of PCIe retries.");
    public static readonly MetricFamily Utilization = PerGpu("DCGM_FI_DEV_GPU_UTIL", Gauge, "%", "GPU utilization (in %). Absent in MIG mode.");
    public static readonly MetricFamily MemoryUtilization = PerGpu("DCGM_FI_DEV_MEM_COPY_UTIL", Gauge, "%", "Memory utilization (in %). Absent in MIG mode.");
    public static readonly MetricFamily EncoderUtilization = PerGpu("DCGM_FI_DEV_ENC_UTIL", Gauge, "%", "Encoder utilization (in %). Absent in MIG mode.");
    public static readonly MetricFamily DecoderUtilization = PerGpu("DCGM_FI_DEV_DEC_UTIL", Gauge, "%", "Decoder utilization (in %). Absent in MIG mode.");

    public static readonly MetricFamily Xid = MetricFamily.Foreign(
        "DCGM_FI_DEV_XID_ERRORS", Gauge, "code", [.. GpuLabels, Open("err_code"), Open("err_msg")], "Value of the last XID error encountered.",
        "device_xid_last_timestamp_seconds", SeriesCaps.PerGpu());

    public static readonly MetricFamily MemoryReserved = PerGpu("DCGM_FI_DEV_FB_RESERVED", Gauge, "MiB", "Framebuffer memory reserved (in MiB).");
    public static readonly MetricFamily RowsUncorrectable = PerGpu(
        "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", Counter, "rows", "Number of remapped rows for uncorrectable errors.");

    public static readonly MetricFamily RowsCorrectable = PerGpu(
        "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", Counter, "rows", "Number of remapped rows for correctable errors.");

    public static readonly MetricFamily RemapFailure = PerGpu("DCGM_FI_DEV_ROW_REMAP_FAILURE", Gauge, "flag", "Whether remapping of rows has failed.");
    public static readonly MetricFamily NvLinkBytes = PerGpu(
        "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", Counter, "bytes", "Bytes moved over all NVLinks, both directions, cumulative.");

    public static readonly MetricFamily PcieTx = PerGpu("DCGM_FI_PROF_PCIE_TX_BYTES", Gauge, "bytes per second", "Rate of data sent over PCIe (in bytes per second).");
    public static readonly MetricFamily PcieRx = PerGpu("DCGM_FI_PROF_PCIE_RX_BYTES", Gauge, "bytes per second", "Rate of data received over PCIe (in bytes per second).");

    public static readonly DcgmScopes MemoryFree = Both("DCGM_FI_DEV_FB_FREE", "MiB", "Framebuffer memory free (in MiB).");
    public static readonly DcgmScopes MemoryUsed = Both("DCGM_FI_DEV_FB_USED", "MiB", "Framebuffer memory used (in MiB).");
    public static readonly DcgmScopes GraphicsActive = Both("DCGM_FI_PROF_GR_ENGINE_ACTIVE", MetricUnit.Ratio, "Ratio of time the graphics engine is active.");
    public static readonly DcgmScopes TensorActive = Both("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", MetricUnit.Ratio, "Ratio of cycles the tensor (HMMA) pipe is active.");
    public static readonly DcgmScopes DramActive = Both("DCGM_FI_PROF_DRAM_ACTIVE", MetricUnit.Ratio, "Ratio of cycles the device memory interface is active sending or receiving data.");

    /// <summary>All of them; the licence status of virtual GPUs has no source here and is therefore never written.</summary>
    public static readonly ImmutableArray<MetricFamily> All =
    [
        SmClock, MemoryClock, MemoryTemperature, GpuTemperature, PowerUsage, Energy, PcieReplays, Utilization, MemoryUtilization, EncoderUtilization,
        DecoderUtilization, Xid, MemoryFree.Gpu, MemoryFree.Instance, MemoryUsed.Gpu, MemoryUsed.Instance, MemoryReserved, RowsUncorrectable,
        RowsCorrectable, RemapFailure, NvLinkBytes, PerGpu("DCGM_FI_DEV_VGPU_LICENSE_STATUS", Gauge, "enum", "vGPU License status."),
        GraphicsActive.Gpu, GraphicsActive.Instance, TensorActive.Gpu, TensorActive.Instance, DramActive.Gpu, DramActive.Instance, PcieTx, PcieRx,
    ];

    // Order and spelling are dcgm-exporter's. Properties, because the fields above are made before a field down here would be.
    private static ValueArray<MetricLabel> GpuLabels => [.. Identity, .. Host];

    private static ValueArray<MetricLabel> InstanceLabels => [.. Identity, Open("GPU_I_PROFILE"), Open("GPU_I_ID"), .. Host];

    private static ValueArray<MetricLabel> Identity => [Open("gpu"), Open("UUID"), Open("pci_bus_id"), Open("device"), Open("modelName")];

    private static ValueArray<MetricLabel> Host => [Open("hostname"), Open("DCGM_FI_DRIVER_VERSION")];

    private static MetricFamily PerGpu(string name, MetricKind kind, string unit, string help) =>
        MetricFamily.Foreign(name, kind, unit, GpuLabels, help, "snapshot", SeriesCaps.PerGpu());

    private static DcgmScopes Both(string name, string unit, string help) => new(
        MetricFamily.Foreign(name, Gauge, unit, GpuLabels, help, "snapshot", SeriesCaps.PerGpu()),
        MetricFamily.Foreign(name, Gauge, unit, InstanceLabels, help, "snapshot", SeriesCaps.PerInstance()));
}
