using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section B: how busy whole GPUs are.</summary>
internal sealed class ActivityFamilies() : FamilyGroup(
    Section, "Whole-GPU activity", [Busy, MemoryBusy, EngineBusy, Graphics, Sm, Occupancy, Pipes, Dram])
{
    /// <summary>What the pipe families leave out by default.</summary>
    public const string PipesOptIn = "pipes other than tensor";

    private const char Section = 'B';
    private const string InMigMode = " Absent while MIG mode is on, where the driver refuses it.";
    private const string FromHopper = " Averaged over one sampling cycle. Hopper and newer; absent elsewhere.";

    private static readonly string TensorPipe = LabelText<Pipe>.Of(Pipe.Tensor);

    private static readonly MetricFamily Busy = Ratio(
        "device_busy_ratio", "Share of time any kernel ran, over the driver's own sampling period; says nothing about how much of the GPU it used." + InMigMode,
        "nvmlDeviceGetUtilizationRates, gpu");

    private static readonly MetricFamily MemoryBusy = Ratio(
        "device_memory_busy_ratio", "Share of time device memory was read or written, over the driver's own sampling period." + InMigMode,
        "nvmlDeviceGetUtilizationRates, memory");

    private static readonly MetricFamily EngineBusy = new("device_engine_busy_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Share of time a media engine was busy." + InMigMode,
        Source = "nvmlDeviceGetEncoderUtilization, nvmlDeviceGetDecoderUtilization, nvmlDeviceGetJpgUtilization, nvmlDeviceGetOfaUtilization",
        Labels = [Gpu, Closed("engine", "encoder", "decoder", "jpeg", "ofa")],
        SeriesCap = SeriesCaps.PerGpu(4),
    };

    private static readonly MetricFamily Graphics = Ratio(
        "device_graphics_activity_ratio", "Share of time the compute or graphics engine was active." + FromHopper, "GPM metric 1, nvmlGpmSampleGet");

    private static readonly MetricFamily Sm = Ratio(
        "device_sm_activity_ratio", "Share of time and multiprocessors with at least one warp assigned." + FromHopper, "GPM metric 2, nvmlGpmSampleGet");

    private static readonly MetricFamily Occupancy = Ratio(
        "device_sm_occupancy_ratio", "Warps resident on multiprocessors over the most that fit." + FromHopper, "GPM metric 3, nvmlGpmSampleGet");

    private static readonly MetricFamily Pipes = new("device_pipe_activity_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Share of cycles an execution pipe was active." + FromHopper,
        Source = "GPM metrics 5, 7, 9, 6, 11, 12, 13, 4, nvmlGpmSampleGet",
        Labels = [Gpu, Of<Pipe>("pipe")],
        OptIn = PipesOptIn,
        SeriesCap = SeriesCaps.PerGpu(8),
    };

    private static readonly MetricFamily Dram = Ratio(
        "device_dram_activity_ratio", "Share of cycles the device memory interface moved data." + FromHopper, "GPM metric 10, nvmlGpmSampleGet");

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            string uuid = gpu.Uuid.Value;
            WriteUtilization(uuid, gpu.Utilization, writer);
            if (gpu.Activity is not { } activity)
            {
                continue;
            }

            writer.Write(Graphics, activity.GraphicsRatio, uuid);
            writer.Write(Sm, activity.SmRatio, uuid);
            writer.Write(Occupancy, activity.SmOccupancyRatio, uuid);
            writer.Write(Dram, activity.DramRatio, uuid);
            foreach (PipeActivity pipe in activity.Pipes)
            {
                string name = LabelText<Pipe>.Of(pipe.Pipe);
                if (input.Options.AllPipes || ReferenceEquals(name, TensorPipe))
                {
                    writer.Write(Pipes, pipe.Ratio, uuid, name);
                }
            }
        }
    }

    private static void WriteUtilization(string uuid, DriverUtilization? utilization, ISeriesWriter writer)
    {
        if (utilization is null)
        {
            return;
        }

        writer.Write(Busy, utilization.BusyRatio, uuid);
        writer.Write(MemoryBusy, utilization.MemoryBusyRatio, uuid);
        writer.Write(EngineBusy, utilization.EncoderBusyRatio, uuid, "encoder");
        writer.Write(EngineBusy, utilization.DecoderBusyRatio, uuid, "decoder");
        writer.Write(EngineBusy, utilization.JpegBusyRatio, uuid, "jpeg");
        writer.Write(EngineBusy, utilization.OfaBusyRatio, uuid, "ofa");
    }

    private static MetricFamily Ratio(string name, string help, string source) => new(name, Gauge, MetricUnit.Ratio, Section)
    {
        Help = help,
        Source = source,
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };
}
