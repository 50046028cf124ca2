using NodaTime;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Dcgm;

/// <summary>Maps a snapshot to DCGM's families. Board readings appear once, on the GPU's row, never again on its instances.</summary>
internal sealed class DcgmMapping(string hostname)
{
    private const double Mebibyte = 1024 * 1024;
    private const double Megahertz = 1e6;
    private const double Percent = 100;

    /// <summary>Writes every row.</summary>
    /// <param name="before">The snapshot published before, for rates; null when there is none.</param>
    /// <param name="elapsed">Time between the two.</param>
    /// <param name="now">The latest snapshot.</param>
    /// <param name="writer">Where the rows go.</param>
    public void Write(NodeSnapshot? before, TimeSpan elapsed, NodeSnapshot now, ISeriesWriter writer)
    {
        string driver = now.Driver?.Driver ?? "";
        foreach (GpuSnapshot gpu in now.Gpus)
        {
            GpuIdentity identity = gpu.Identity;
            string index = NumberText.Of(identity.Index);
            string[] row = [index, gpu.Uuid.Value, identity.PciBusId ?? "", "nvidia" + index, identity.Name, hostname, driver];
            WriteBoard(gpu, row, writer);
            WriteActivity(gpu, row, writer);
            WriteReliability(gpu.Reliability, row, writer);
            writer.Write(DcgmFamilies.PcieTx, PcieRates.Of(before, elapsed, gpu, static pcie => pcie.TxBytes), row);
            writer.Write(DcgmFamilies.PcieRx, PcieRates.Of(before, elapsed, gpu, static pcie => pcie.RxBytes), row);
            foreach (GpuInstanceSnapshot instance in gpu.Mig?.Instances ?? [])
            {
                WriteInstance(instance, [.. row[..5], instance.Profile, NumberText.Of(instance.Id), .. row[5..]], writer);
            }
        }
    }

    private static void WriteBoard(GpuSnapshot gpu, string[] row, ISeriesWriter writer)
    {
        writer.Write(DcgmFamilies.SmClock, gpu.Clocks?.SmHertz / Megahertz, row);
        writer.Write(DcgmFamilies.MemoryClock, gpu.Clocks?.MemoryHertz / Megahertz, row);
        writer.Write(DcgmFamilies.MemoryTemperature, gpu.Thermal?.MemoryCelsius, row);
        writer.Write(DcgmFamilies.GpuTemperature, gpu.Thermal?.GpuCelsius, row);
        writer.Write(DcgmFamilies.PowerUsage, gpu.Power?.Watts, row);
        writer.Write(DcgmFamilies.Energy, gpu.Power?.EnergyJoules * 1000, row);
        writer.Write(DcgmFamilies.PcieReplays, gpu.Pcie?.Replays, row);
        writer.Write(DcgmFamilies.NvLinkBytes, (double?)gpu.NvLink?.TxBytes + gpu.NvLink?.RxBytes, row);
        if (gpu.Memory is { } memory)
        {
            writer.Write(DcgmFamilies.MemoryUsed.Gpu, memory.UsedBytes / Mebibyte, row);
            writer.Write(DcgmFamilies.MemoryReserved, memory.ReservedBytes / Mebibyte, row);
            writer.Write(DcgmFamilies.MemoryFree.Gpu, FreeMebibytes(memory), row);
        }
    }

    private static void WriteActivity(GpuSnapshot gpu, string[] row, ISeriesWriter writer)
    {
        writer.Write(DcgmFamilies.Utilization, gpu.Utilization?.BusyRatio * Percent, row);
        writer.Write(DcgmFamilies.MemoryUtilization, gpu.Utilization?.MemoryBusyRatio * Percent, row);
        writer.Write(DcgmFamilies.EncoderUtilization, gpu.Utilization?.EncoderBusyRatio * Percent, row);
        writer.Write(DcgmFamilies.DecoderUtilization, gpu.Utilization?.DecoderBusyRatio * Percent, row);
        writer.Write(DcgmFamilies.GraphicsActive.Gpu, gpu.Activity?.GraphicsRatio, row);
        writer.Write(DcgmFamilies.TensorActive.Gpu, Tensor(gpu.Activity), row);
        writer.Write(DcgmFamilies.DramActive.Gpu, gpu.Activity?.DramRatio, row);
    }

    private static void WriteReliability(ReliabilityReading reading, string[] row, ISeriesWriter writer)
    {
        writer.Write(DcgmFamilies.RowsUncorrectable, reading.RowRemap?.Uncorrectable, row);
        writer.Write(DcgmFamilies.RowsCorrectable, reading.RowRemap?.Correctable, row);
        writer.Write(DcgmFamilies.RemapFailure, reading.RowRemap?.Failed, row);
        Instant newest = Instant.MinValue;
        uint? code = null;
        foreach (XidCount xid in reading.Xids)
        {
            if (xid.LastAt is { } at && at >= newest)
            {
                newest = at;
                code = xid.Xid;
            }
        }

        if (code is { } last)
        {
            writer.Write(DcgmFamilies.Xid, last, [.. row, NumberText.Of(last), XidText.Of(last)]);
        }
    }

    private static void WriteInstance(GpuInstanceSnapshot instance, string[] row, ISeriesWriter writer)
    {
        if (instance.Memory is { } memory)
        {
            writer.Write(DcgmFamilies.MemoryUsed.Instance, memory.UsedBytes / Mebibyte, row);
            writer.Write(DcgmFamilies.MemoryFree.Instance, FreeMebibytes(memory), row);
        }

        writer.Write(DcgmFamilies.GraphicsActive.Instance, instance.Activity?.GraphicsRatio, row);
        writer.Write(DcgmFamilies.TensorActive.Instance, Tensor(instance.Activity), row);
        writer.Write(DcgmFamilies.DramActive.Instance, instance.Activity?.DramRatio, row);
    }

    // In floating point, because a driver that reports more used than there is must give a refused reading, not an exception.
    private static double? FreeMebibytes(MemoryUse memory) =>
        memory.UsedBytes is { } used ? ((double)memory.CapacityBytes - used - (memory.ReservedBytes ?? 0)) / Mebibyte : null;

    private static double? Tensor(EngineActivity? activity)
    {
        foreach (PipeActivity pipe in activity?.Pipes ?? [])
        {
            if (pipe.Pipe == Pipe.Tensor)
            {
                return pipe.Ratio;
            }
        }

        return null;
    }
}
