using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Tests.Intake;

/// <summary>Builds snapshots: GPUs A, B, ... with instances, and workloads on them.</summary>
internal sealed class SomeNode
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    private readonly List<GpuSnapshot> _gpus = [];
    private readonly SortedDictionary<string, List<WorkloadBinding>> _workloads = new(StringComparer.Ordinal);

    /// <summary>A GPU in MIG mode with the given instances: compute slices and SM activity, numbered from 1.</summary>
    public SomeNode Mig(string uuid, params (uint Slices, double? Activity)[] instances) => Add(Gpu(uuid) with
    {
        Mig = new MigReading
        {
            Enabled = true,
            Pending = true,
            Slices = new SliceUse(new SliceStates(0, 7, 0, 0), new SliceStates(0, 8, 0, 0)),
            Instances = instances.Select((instance, index) => new GpuInstanceSnapshot
            {
                Id = (uint)index + 1,
                Profile = $"{instance.Slices}g",
                ComputeSlices = instance.Slices,
                Activity = instance.Activity is { } activity ? new EngineActivity { SmRatio = activity } : null,
            }).ToValueArray(),
        },
    });

    /// <summary>A GPU without MIG.</summary>
    public SomeNode Whole(string uuid, double? activity, double? busy = null) => Add(Gpu(uuid) with
    {
        Activity = activity is { } ratio ? new EngineActivity { SmRatio = ratio } : null,
        Utilization = busy is { } share ? new DriverUtilization { BusyRatio = share } : null,
    });

    /// <summary>A workload in a place, with its process.</summary>
    public SomeNode With(string workload, string gpu, uint? instance, ulong? memory = 1 << 30)
    {
        if (!_workloads.TryGetValue(workload, out List<WorkloadBinding>? bindings))
        {
            _workloads[workload] = bindings = [];
        }

        bindings.Add(new(new(gpu), instance, memory));
        return Process(gpu, instance, workload, "python3");
    }

    /// <summary>A workload the snapshot still lists though it ended.</summary>
    public SomeNode Ended(string workload)
    {
        _workloads[workload] = [];
        return this;
    }

    public SomeNode Process(string gpu, uint? instance, string? workload, string? command) => Change(gpu, snapshot => snapshot with
    {
        ProcessList = snapshot.ProcessList.Append(new GpuProcess { Pid = 1, GpuInstanceId = instance, Command = command, Workload = workload }).ToValueArray(),
    });

    public SomeNode Change(string gpu, Func<GpuSnapshot, GpuSnapshot> change)
    {
        int index = _gpus.FindIndex(snapshot => snapshot.Uuid.Value == gpu);
        _gpus[index] = change(_gpus[index]);
        return this;
    }

    /// <summary>The driver no longer answers for a GPU: nobody knows what runs there.</summary>
    public SomeNode Lose(string gpu)
    {
        foreach (List<WorkloadBinding> bindings in _workloads.Values)
        {
            bindings.RemoveAll(binding => binding.Gpu.Value == gpu);
        }

        return Change(gpu, snapshot => snapshot with
        {
            Availability = GpuAvailability.Lost, Processes = null, ProcessList = [], Mig = null, Activity = null, Utilization = null, Power = null,
        });
    }

    public NodeSnapshot At(double seconds) => new()
    {
        Sequence = 1,
        At = Start + Duration.FromSeconds(seconds),
        Driver = new DriverVersions("580", null, null),
        Gpus = _gpus.ToValueArray(),
        Workloads = _workloads
            .Select(pair => new WorkloadUse { Name = pair.Key, Kind = WorkloadKind.Systemd, Bindings = pair.Value.ToValueArray() })
            .ToValueArray(),
        Health = new SamplerHealth(),
    };

    private SomeNode Add(GpuSnapshot gpu)
    {
        _gpus.Add(gpu);
        return this;
    }

    private static GpuSnapshot Gpu(string uuid) => new()
    {
        Uuid = new(uuid),
        Availability = GpuAvailability.Up,
        Identity = new GpuIdentity { Index = 0, Name = "H100" },
        Processes = new ProcessCounts(0, null),
        Memory = new MemoryUse(80UL << 30, null, null),
    };
}
