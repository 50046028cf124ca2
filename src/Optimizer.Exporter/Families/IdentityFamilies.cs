using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section A: what runs, what it runs on, and whether it answers.</summary>
internal sealed class IdentityFamilies() : FamilyGroup(Section, "Identity and availability", [Build, Driver, Device, Devices, Up, Recovery])
{
    private const char Section = 'A';

    private static readonly MetricFamily Build = new("build_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "Version of GPU Optimizer that is running. Always 1.",
        Source = "assembly metadata",
        Labels = [Open("version"), Open("revision"), Open("runtime")],
        SeriesCap = 1,
    };

    private static readonly MetricFamily Driver = new("driver_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "NVIDIA driver stack in use; the only place its versions appear. Always 1; absent while no driver answers.",
        Source = "nvmlSystemGetDriverVersion, nvmlSystemGetNVMLVersion, nvmlSystemGetCudaDriverVersion_v2",
        Labels = [Open("driver_version"), Open("nvml_version"), Open("cuda_version")],
        SeriesCap = 1,
    };

    private static readonly MetricFamily Device = new("device_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "What a GPU is; join other device families here on gpu_uuid. Always 1. A label is empty where the driver does not say.",
        Source = "nvmlDeviceGetName, nvmlDeviceGetPciInfo_v3, nvmlDeviceGetIndex, nvmlDeviceGetMinorNumber, nvmlDeviceGetSerial, nvmlDeviceGetVbiosVersion, nvmlDeviceGetArchitecture",
        Labels =
        [
            Gpu, Open("index"), Open("minor"), Open("name"), Open("pci_bus_id"), Open("serial"), Open("vbios_version"),
            Of<GpuArchitecture>("architecture"),
        ],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Devices = new("devices", Gauge, "devices", Section)
    {
        Help = "GPUs of this node: visible ones answer, lost ones did once and no longer do, excluded ones the operator left out. Zero is said.",
        Source = "nvmlDeviceGetCount_v2 and the inventory since start",
        Labels = [Closed("state", "visible", "lost", "excluded")],
        SeriesCap = 3,
    };

    private static readonly MetricFamily Up = new("device_up", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 while the GPU answers. Stays at 0 for a GPU that vanished, until the daemon restarts.",
        Source = "any call that returns GPU_IS_LOST, RESET_REQUIRED or UNKNOWN, or misses its deadline",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Recovery = new("device_recovery_action", Gauge, MetricUnit.Bool, Section)
    {
        Help = "What the driver asks an operator to do with the GPU: 1 on the present action, 0 on the others. Absent where the driver has no such field.",
        Source = "field 230 GET_GPU_RECOVERY_ACTION",
        Labels = [Gpu, Of<RecoveryAction>("action")],
        SeriesCap = SeriesCaps.PerGpu(5),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        BuildInformation build = input.Options.Build;
        writer.Write(Build, 1, build.Version, build.Revision, build.Runtime);
        if (input.Snapshot is not { } node)
        {
            return;
        }

        if (node.Driver is { } driver)
        {
            writer.Write(Driver, 1, driver.Driver, driver.Nvml ?? "", driver.Cuda ?? "");
        }

        int visible = 0;
        foreach (GpuSnapshot gpu in node.Gpus)
        {
            bool up = gpu.Availability == GpuAvailability.Up;
            visible += up ? 1 : 0;
            WriteDevice(gpu, up, writer);
        }

        writer.Write(Devices, visible, "visible");
        writer.Write(Devices, node.Gpus.Count - visible, "lost");
        writer.Write(Devices, node.ExcludedGpus, "excluded");
    }

    private static void WriteDevice(GpuSnapshot gpu, bool up, ISeriesWriter writer)
    {
        GpuIdentity identity = gpu.Identity;
        writer.Write(
            Device, 1, gpu.Uuid.Value, NumberText.Of(identity.Index), NumberText.OrEmpty(identity.Minor), identity.Name, identity.PciBusId ?? "",
            identity.Serial ?? "", identity.VbiosVersion ?? "", LabelText<GpuArchitecture>.Of(identity.Architecture));
        writer.Write(Up, up ? 1 : 0, gpu.Uuid.Value);
        if (gpu.Reliability.Recovery is { } action)
        {
            writer.WriteStates(Recovery, gpu.Uuid.Value, action);
        }
    }
}
