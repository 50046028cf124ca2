using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section F: the paths between GPUs.</summary>
internal sealed class NvLinkFamilies() : FamilyGroup(Section, "NVLink and fabric", [Links, Traffic, Errors, Fabric])
{
    private const char Section = 'F';

    private static readonly MetricFamily Links = new("nvlink_links", Gauge, "links", Section)
    {
        Help = "NVLinks of the GPU that are up (active) and down (inactive). Absent on a board without NVLink.",
        Source = "nvmlDeviceGetNvLinkState, per link",
        Labels = [Gpu, Closed("state", "active", "inactive")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Traffic = new("nvlink_bytes_total", Counter, MetricUnit.Bytes, Section)
    {
        Help = "Data bytes the GPU sent (tx) and received (rx) over all its NVLinks.",
        Source = "fields 138, 139; NVLink 5: fields 202, 204",
        Labels = [Gpu, Closed("direction", "tx", "rx")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Errors = new("nvlink_errors_total", Counter, "errors", Section)
    {
        Help = "NVLink errors by type, all links of the GPU together; only the types this GPU counts.",
        Source = "fields 38, 45, 52, 59; NVLink 5: fields 206-208, 211, 212, 215, 219, 221",
        Labels = [Gpu, Of<NvLinkErrorKind>("type")],
        SeriesCap = SeriesCaps.PerGpu(11),
    };

    private static readonly MetricFamily Fabric = new("fabric_state", Gauge, MetricUnit.Bool, Section)
    {
        Help = "Registration of the GPU with its NVLink fabric: 1 on the present state, 0 on the others. Multi-GPU jobs need completed.",
        Source = "nvmlDeviceGetGpuFabricInfoV",
        Labels = [Gpu, Of<FabricState>("state")],
        SeriesCap = SeriesCaps.PerGpu(4),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            if (gpu.NvLink is not { } nvLink)
            {
                continue;
            }

            string uuid = gpu.Uuid.Value;
            writer.Write(Links, nvLink.ActiveLinks, uuid, "active");
            writer.Write(Links, nvLink.InactiveLinks, uuid, "inactive");
            writer.Write(Traffic, nvLink.TxBytes, uuid, "tx");
            writer.Write(Traffic, nvLink.RxBytes, uuid, "rx");
            foreach (NvLinkErrors errors in nvLink.Errors)
            {
                writer.Write(Errors, errors.Count, uuid, LabelText<NvLinkErrorKind>.Of(errors.Kind));
            }

            if (nvLink.Fabric is { } state)
            {
                writer.WriteStates(Fabric, uuid, state);
            }
        }
    }
}
