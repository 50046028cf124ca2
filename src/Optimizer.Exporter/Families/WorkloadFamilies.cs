using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section I: who uses the hardware. What churns is confined to here, so that hardware series live as long as the hardware.</summary>
internal sealed class WorkloadFamilies() : FamilyGroup(
    Section, "Processes and workloads", [Processes, Workload, Binding, Memory, GpuSeconds, ProcessMemory])
{
    private const char Section = 'I';

    private static readonly MetricFamily Processes = new("device_processes", Gauge, "processes", Section)
    {
        Help = "Processes with a context on the GPU, its instances included. Zero is said; a type the driver does not answer is absent.",
        Source = "nvmlDeviceGetComputeRunningProcesses_v3, nvmlDeviceGetGraphicsRunningProcesses_v3",
        Labels = [Gpu, Closed("type", "compute", "graphics")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Workload = new("workload_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "A workload on this node; join other workload families here. owner is empty when not known; policy is always empty in this version. Always 1.",
        Source = "cgroup path of its processes",
        Labels = [MetricLabel.Workload, Of<WorkloadKind>("kind"), Open("owner"), Open("policy")],
        SeriesCap = SeriesCaps.Workloads,
    };

    private static readonly MetricFamily Binding = new("workload_binding", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 while the workload has a process on the GPU instance; gpu_instance_id is empty for a whole GPU. The join key from hardware to workloads.",
        Source = "process lists and the cgroup path of each process",
        Labels = [MetricLabel.Workload, Gpu, GpuInstanceId],
        SeriesCap = SeriesCaps.Workloads,
    };

    private static readonly MetricFamily Memory = new("workload_memory_used_bytes", Gauge, MetricUnit.Bytes, Section)
    {
        Help = "Device memory the workload's processes hold there; gpu_instance_id is empty for a whole GPU.",
        Source = "nvmlDeviceGetComputeRunningProcesses_v3, usedGpuMemory summed over its processes",
        Labels = [MetricLabel.Workload, Gpu, GpuInstanceId],
        SeriesCap = SeriesCaps.Workloads,
    };

    private static readonly MetricFamily GpuSeconds = new("workload_gpu_seconds_total", Counter, MetricUnit.Seconds, Section)
    {
        Help = "Time the workload has held hardware, times that hardware's share of the GPU's multiprocessors: 1 per second is one whole GPU. profile is gpu for a whole one.",
        Source = "derived: binding time and multiprocessors",
        Labels = [MetricLabel.Workload, Profile],
        SeriesCap = SeriesCaps.Workloads,
    };

    private static readonly MetricFamily ProcessMemory = new("process_memory_used_bytes", Gauge, MetricUnit.Bytes, Section)
    {
        Help = "Device memory of one process; gpu_instance_id is empty for a whole GPU, command when the process could not be read.",
        Source = "nvmlDeviceGetComputeRunningProcesses_v3",
        Labels = [Gpu, GpuInstanceId, Open("pid"), Open("command")],
        OptIn = "all",
        SeriesCap = SeriesCaps.Workloads,
    };

    /// <summary>The family whose cap is an option of its own.</summary>
    public static MetricFamily PerProcess => ProcessMemory;

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Snapshot is not { } node)
        {
            return;
        }

        foreach (GpuSnapshot gpu in node.Gpus)
        {
            if (gpu.Processes is { } counts)
            {
                writer.Write(Processes, counts.Compute, gpu.Uuid.Value, "compute");
                writer.Write(Processes, counts.Graphics, gpu.Uuid.Value, "graphics");
            }

            if (input.Options.Processes)
            {
                WriteProcesses(gpu, writer);
            }
        }

        foreach (WorkloadUse workload in node.Workloads)
        {
            WriteWorkload(workload, writer);
        }
    }

    private static void WriteProcesses(GpuSnapshot gpu, ISeriesWriter writer)
    {
        foreach (GpuProcess process in gpu.ProcessList)
        {
            if (process.MemoryBytes is { } bytes)
            {
                writer.Write(
                    ProcessMemory, bytes, gpu.Uuid.Value, NumberText.OrEmpty(process.GpuInstanceId), NumberText.Of(process.Pid), process.Command ?? "");
            }
        }
    }

    private static void WriteWorkload(WorkloadUse workload, ISeriesWriter writer)
    {
        string name = workload.Name;
        writer.Write(Workload, 1, name, LabelText<WorkloadKind>.Of(workload.Kind), workload.Owner ?? "", workload.Policy ?? "");
        foreach (WorkloadBinding binding in workload.Bindings)
        {
            string instance = NumberText.OrEmpty(binding.GpuInstanceId);
            writer.Write(Binding, 1, name, binding.Gpu.Value, instance);
            writer.Write(Memory, binding.MemoryBytes, name, binding.Gpu.Value, instance);
        }

        foreach (WorkloadGpuTime time in workload.GpuTime)
        {
            writer.Write(GpuSeconds, time.GpuSeconds, name, time.Profile);
        }
    }
}
