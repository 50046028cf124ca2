using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section C: device memory of whole GPUs.</summary>
internal sealed class MemoryFamilies() : FamilyGroup(Section, "Memory", [Capacity, Used, Reserved])
{
    private const char Section = 'C';

    private static readonly MetricFamily Capacity = Bytes(
        "device_memory_capacity_bytes", "Device memory of the whole GPU. Free memory is this less used less reserved.", "nvmlDeviceGetMemoryInfo_v2, total");

    private static readonly MetricFamily Used = Bytes(
        "device_memory_used_bytes", "Device memory allocated, without the driver's own share where the driver tells it apart.", "nvmlDeviceGetMemoryInfo_v2, used");

    private static readonly MetricFamily Reserved = Bytes(
        "device_memory_reserved_bytes", "Device memory the driver and firmware keep for themselves. Absent on drivers that count it as used.",
        "nvmlDeviceGetMemoryInfo_v2, reserved");

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            if (gpu.Memory is { } memory)
            {
                writer.Write(Capacity, memory.CapacityBytes, gpu.Uuid.Value);
                writer.Write(Used, memory.UsedBytes, gpu.Uuid.Value);
                writer.Write(Reserved, memory.ReservedBytes, gpu.Uuid.Value);
            }
        }
    }

    private static MetricFamily Bytes(string name, string help, string source) => new(name, Gauge, MetricUnit.Bytes, Section)
    {
        Help = help,
        Source = source,
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };
}
