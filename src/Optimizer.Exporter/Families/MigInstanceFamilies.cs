using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section H, first half: what each GPU instance is and does.</summary>
/// <remarks>Keyed by GPU, id and profile: the driver reuses an id after a destroy, and another profile under it must be another series.</remarks>
internal sealed class MigInstanceFamilies() : FamilyGroup(
    Section, "MIG",
    [Instance, Capacity, Used, Multiprocessors, Graphics, Sm, Occupancy, Pipes, Dram, Processes, EccErrors, Energy, Idle])
{
    private const char Section = 'H';
    private const string FromHopper = " Against the instance's own share of the hardware, over one sampling cycle. Absent without an activity source (see mig_activity_source_info).";

    private static readonly string TensorPipe = LabelText<Pipe>.Of(Pipe.Tensor);

    private static readonly MetricFamily Instance = new("mig_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "One series per compute instance; an instance that has none yet appears once with compute_instance_id and mig_uuid empty. Always 1.",
        Source = "nvmlDeviceGetMigDeviceHandleByIndex, nvmlDeviceGetGpuInstanceId, nvmlDeviceGetComputeInstanceId, nvmlDeviceGetUUID, nvmlGpuInstanceGetInfo",
        Labels = [Gpu, GpuInstanceId, Open("compute_instance_id"), Open("mig_uuid"), Profile, Open("placement_start"), Open("placement_size")],
        SeriesCap = SeriesCaps.PerInstance(8),
    };

    private static readonly MetricFamily Capacity = PerInstance(
        "mig_memory_capacity_bytes", Gauge, MetricUnit.Bytes, "Memory of the GPU instance, shared by its compute instances.",
        "nvmlDeviceGetMemoryInfo_v2 on the MIG handle");

    private static readonly MetricFamily Used = PerInstance(
        "mig_memory_used_bytes", Gauge, MetricUnit.Bytes, "Memory allocated on the GPU instance.", "nvmlDeviceGetMemoryInfo_v2 on the MIG handle");

    private static readonly MetricFamily Multiprocessors = PerInstance(
        "mig_multiprocessors", Gauge, "multiprocessors", "Streaming multiprocessors of the instance: the weight to use when instances are added up.",
        "nvmlDeviceGetGpuInstanceProfileInfoV, nvmlDeviceGetAttributes_v2");

    private static readonly MetricFamily Graphics = PerInstance(
        "mig_graphics_activity_ratio", Gauge, MetricUnit.Ratio, "Share of time the compute or graphics engine was active." + FromHopper,
        "GPM metric 1, nvmlGpmMigSampleGet");

    private static readonly MetricFamily Sm = PerInstance(
        "mig_sm_activity_ratio", Gauge, MetricUnit.Ratio, "Share of time and multiprocessors with at least one warp assigned." + FromHopper,
        "GPM metric 2, nvmlGpmMigSampleGet");

    private static readonly MetricFamily Occupancy = PerInstance(
        "mig_sm_occupancy_ratio", Gauge, MetricUnit.Ratio, "Warps resident on multiprocessors over the most that fit." + FromHopper,
        "GPM metric 3, nvmlGpmMigSampleGet");

    private static readonly MetricFamily Pipes = new("mig_pipe_activity_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "Share of cycles an execution pipe was active." + FromHopper,
        Source = "GPM metrics 5, 7, 9, 6, 11, 12, 13, 4, nvmlGpmMigSampleGet",
        Labels = [Gpu, GpuInstanceId, Profile, Of<Pipe>("pipe")],
        OptIn = ActivityFamilies.PipesOptIn,
        SeriesCap = SeriesCaps.PerInstance(8),
    };

    private static readonly MetricFamily Dram = PerInstance(
        "mig_dram_activity_ratio", Gauge, MetricUnit.Ratio, "Share of cycles the device memory interface moved data." + FromHopper,
        "GPM metric 10, nvmlGpmMigSampleGet");

    private static readonly MetricFamily Processes = PerInstance(
        "mig_processes", Gauge, "processes", "Compute processes on the instance. Absent when the driver does not say, often for want of permission.",
        "nvmlDeviceGetComputeRunningProcesses_v3 on the MIG handle");

    private static readonly MetricFamily EccErrors = PerInstance(
        "mig_ecc_uncorrected_errors_total", Counter, "errors", "Uncorrected on-chip memory errors of the instance since driver load.",
        "nvmlDeviceGetMemoryErrorCounter on the MIG handle, SRAM, volatile");

    private static readonly MetricFamily Energy = PerInstance(
        "mig_estimated_energy_joules_total", Counter, MetricUnit.Joules,
        "Estimate of the board's energy that falls to the instance while it lives: there is no such reading. Never add it to device_energy_joules_total.",
        "derived: board energy split by activity weighted with multiprocessors, idle power by multiprocessors");

    private static readonly MetricFamily Idle = PerInstance(
        "mig_idle_seconds_total", Counter, MetricUnit.Seconds, "Time the instance was held by a process while its activity was below the idle threshold.",
        "derived: processes and activity of the instance");

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            foreach (GpuInstanceSnapshot instance in gpu.Mig?.Instances ?? [])
            {
                string uuid = gpu.Uuid.Value;
                string id = NumberText.Of(instance.Id);
                WriteInfo(uuid, id, instance, writer);
                WriteReadings(uuid, id, instance, writer);
                WriteActivity(uuid, id, instance, input.Options.AllPipes, writer);
            }
        }
    }

    private static void WriteInfo(string uuid, string id, GpuInstanceSnapshot instance, ISeriesWriter writer)
    {
        string start = NumberText.OrEmpty(instance.PlacementStart);
        string size = NumberText.OrEmpty(instance.PlacementSize);
        if (instance.ComputeInstances.IsEmpty)
        {
            writer.Write(Instance, 1, uuid, id, "", "", instance.Profile, start, size);
        }

        foreach (ComputeInstanceSnapshot compute in instance.ComputeInstances)
        {
            writer.Write(Instance, 1, uuid, id, NumberText.Of(compute.Id), compute.MigUuid ?? "", instance.Profile, start, size);
        }
    }

    private static void WriteReadings(string uuid, string id, GpuInstanceSnapshot instance, ISeriesWriter writer)
    {
        string profile = instance.Profile;
        if (instance.Memory is { } memory)
        {
            writer.Write(Capacity, memory.CapacityBytes, uuid, id, profile);
            writer.Write(Used, memory.UsedBytes, uuid, id, profile);
        }

        writer.Write(Multiprocessors, instance.Multiprocessors, uuid, id, profile);
        writer.Write(Processes, instance.Processes, uuid, id, profile);
        writer.Write(EccErrors, instance.UncorrectedEccErrors, uuid, id, profile);
        writer.Write(Energy, instance.EstimatedEnergyJoules, uuid, id, profile);
        writer.Write(Idle, instance.IdleSeconds, uuid, id, profile);
    }

    private static void WriteActivity(string uuid, string id, GpuInstanceSnapshot instance, bool allPipes, ISeriesWriter writer)
    {
        if (instance.Activity is not { } activity)
        {
            return;
        }

        string profile = instance.Profile;
        writer.Write(Graphics, activity.GraphicsRatio, uuid, id, profile);
        writer.Write(Sm, activity.SmRatio, uuid, id, profile);
        writer.Write(Occupancy, activity.SmOccupancyRatio, uuid, id, profile);
        writer.Write(Dram, activity.DramRatio, uuid, id, profile);
        foreach (PipeActivity pipe in activity.Pipes)
        {
            string name = LabelText<Pipe>.Of(pipe.Pipe);
            if (allPipes || ReferenceEquals(name, TensorPipe))
            {
                writer.Write(Pipes, pipe.Ratio, uuid, id, profile, name);
            }
        }
    }

    private static MetricFamily PerInstance(string name, MetricKind kind, string unit, string help, string source) => new(name, kind, unit, Section)
    {
        Help = help,
        Source = source,
        Labels = [Gpu, GpuInstanceId, Profile],
        SeriesCap = SeriesCaps.PerInstance(),
    };
}
