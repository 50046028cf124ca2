using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section E: the path between GPU and host.</summary>
internal sealed class PcieFamilies() : FamilyGroup(Section, "PCIe", [Generation, Lanes, Traffic, Replays, Errors])
{
    private const char Section = 'E';

    private static readonly MetricLabel Bound = Closed("bound", "current", "max");

    private static readonly MetricFamily Generation = new("device_pcie_link_generation", Gauge, "generation", Section)
    {
        Help = "PCIe generation in use and the highest that GPU and slot can do. The one in use drops while the GPU idles.",
        Source = "nvmlDeviceGetCurrPcieLinkGeneration, nvmlDeviceGetMaxPcieLinkGeneration",
        Labels = [Gpu, Bound],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Lanes = new("device_pcie_link_lanes", Gauge, "lanes", Section)
    {
        Help = "PCIe lanes in use and the most that GPU and slot can do. Fewer than the most under load is a bad slot or riser.",
        Source = "nvmlDeviceGetCurrPcieLinkWidth, nvmlDeviceGetMaxPcieLinkWidth",
        Labels = [Gpu, Bound],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Traffic = new("device_pcie_bytes_total", Counter, MetricUnit.Bytes, Section)
    {
        Help = "Bytes the GPU sent (tx) and received (rx) over PCIe. Absent where the driver does not count them.",
        Source = "fields 197, 198, corrected for their wrap",
        Labels = [Gpu, Closed("direction", "tx", "rx")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Replays = new("device_pcie_replays_total", Counter, "replays", Section)
    {
        Help = "PCIe packets sent again; a steady rise is a bad link.",
        Source = "nvmlDeviceGetPcieReplayCounter (field 94)",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Errors = new("device_pcie_errors_total", Counter, "errors", Section)
    {
        Help = "PCIe errors by type; only the types this GPU counts.",
        Source = "fields 173-183",
        Labels = [Gpu, Of<PcieErrorKind>("type")],
        SeriesCap = SeriesCaps.PerGpu(11),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            if (gpu.Pcie is not { } pcie)
            {
                continue;
            }

            string uuid = gpu.Uuid.Value;
            writer.Write(Generation, pcie.CurrentGeneration, uuid, "current");
            writer.Write(Generation, pcie.MaxGeneration, uuid, "max");
            writer.Write(Lanes, pcie.CurrentLanes, uuid, "current");
            writer.Write(Lanes, pcie.MaxLanes, uuid, "max");
            writer.Write(Traffic, pcie.TxBytes, uuid, "tx");
            writer.Write(Traffic, pcie.RxBytes, uuid, "rx");
            writer.Write(Replays, pcie.Replays, uuid);
            foreach (PcieErrors errors in pcie.Errors)
            {
                writer.Write(Errors, errors.Count, uuid, LabelText<PcieErrorKind>.Of(errors.Kind));
            }
        }
    }
}
