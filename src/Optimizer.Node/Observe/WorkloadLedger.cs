using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;

namespace Optimizer.Node.Observe;

/// <summary>Follows which workload holds what, and for how long.</summary>
internal sealed class WorkloadLedger
{
    /// <summary>Profile label of a whole GPU.</summary>
    public const string WholeGpu = "gpu";

    /// <summary>Workloads remembered after they ended, for their counters; the oldest beyond it are forgotten.</summary>
    private const int MaxWorkloads = 2_000;

    /// <summary>How long an ended workload's counters stay visible: several scrapes, so that its last seconds are not lost.</summary>
    private static readonly Duration Afterlife = Duration.FromMinutes(5);

    private readonly SortedDictionary<string, Entry> _workloads = new(StringComparer.Ordinal);

    /// <summary>Takes the processes of one cycle.</summary>
    /// <param name="gpus">Snapshots of this cycle with their processes.</param>
    /// <param name="cycle">The cycle.</param>
    /// <returns>Workloads, ordered by name.</returns>
    public ValueArray<WorkloadUse> Update(IEnumerable<(GpuSnapshot Gpu, IReadOnlyList<(GpuProcess Process, KnownProcess Known)> Processes)> gpus, Cycle cycle)
    {
        foreach (Entry entry in _workloads.Values)
        {
            entry.Begin();
        }

        foreach ((GpuSnapshot gpu, IReadOnlyList<(GpuProcess Process, KnownProcess Known)> processes) in gpus)
        {
            foreach ((GpuProcess process, KnownProcess known) in processes)
            {
                if (known.Workload is WorkloadIdentity identity)
                {
                    Bind(identity, known.Owner, gpu, process, cycle.Uptime);
                }
            }
        }

        foreach (Entry entry in _workloads.Values)
        {
            entry.Integrate(cycle.SinceLast.TotalSeconds);
        }

        Forget(cycle.Uptime);
        return _workloads.Select(static pair => pair.Value.ToUse(pair.Key)).ToValueArray();
    }

    private void Bind(WorkloadIdentity identity, string? owner, GpuSnapshot gpu, GpuProcess process, Duration uptime)
    {
        if (!_workloads.TryGetValue(identity.Name, out Entry? entry))
        {
            entry = _workloads[identity.Name] = new Entry();
        }

        entry.Kind = identity.Kind;
        entry.Owner = owner;
        entry.LastSeen = uptime;
        if (process.GpuInstanceId is not uint id)
        {
            entry.Bind(gpu.Uuid, process, WholeGpu, 1);
            return;
        }

        // In a cycle whose scan failed nobody knows which profile the instance has: bound, and charged to none.
        GpuInstanceSnapshot? instance = Find(gpu, id);
        entry.Bind(gpu.Uuid, process, instance?.Profile, (double?)instance?.Multiprocessors / gpu.Identity.Multiprocessors);
    }

    private static GpuInstanceSnapshot? Find(GpuSnapshot gpu, uint id)
    {
        foreach (GpuInstanceSnapshot instance in gpu.Mig?.Instances ?? [])
        {
            if (instance.Id == id)
            {
                return instance;
            }
        }

        return null;
    }

    private void Forget(Duration uptime)
    {
        List<string> ended = [.. _workloads.Where(pair => uptime - pair.Value.LastSeen > Afterlife).Select(pair => pair.Key)];
        if (_workloads.Count - ended.Count > MaxWorkloads)
        {
            ended = [.. _workloads.OrderBy(pair => pair.Value.LastSeen).Take(_workloads.Count - MaxWorkloads).Select(pair => pair.Key)];
        }

        foreach (string name in ended)
        {
            _workloads.Remove(name);
        }
    }

    private sealed class Entry
    {
        private readonly HashSet<(GpuUuid Gpu, long Instance)> _before = [];
        private readonly SortedDictionary<string, double> _gpuSeconds = new(StringComparer.Ordinal);

        public WorkloadKind Kind { get; set; }

        public string? Owner { get; set; }

        public Duration LastSeen { get; set; }

        public SortedDictionary<(GpuUuid Gpu, long Instance), (ulong? Memory, string? Profile, double? Share)> Bindings { get; } = [];

        public void Begin()
        {
            _before.Clear();
            _before.UnionWith(Bindings.Keys);
            Bindings.Clear();
        }

        public void Bind(GpuUuid gpu, GpuProcess process, string? profile, double? share)
        {
            (GpuUuid, long) key = (gpu, process.GpuInstanceId ?? -1L);
            Bindings[key] = Bindings.TryGetValue(key, out (ulong? Memory, string? Profile, double? Share) known)
                ? (known.Memory + process.MemoryBytes, known.Profile, known.Share)
                : (process.MemoryBytes, profile, share);
        }

        public void Integrate(double seconds)
        {
            // Only what was bound in the cycle before too: a workload first seen now has not held the hardware all that time.
            foreach ((var key, (_, string? profile, double? share)) in Bindings)
            {
                if (profile is not null && share is not null && _before.Contains(key))
                {
                    _gpuSeconds[profile] = _gpuSeconds.GetValueOrDefault(profile) + (seconds * share.Value);
                }
            }
        }

        public WorkloadUse ToUse(string name) => new()
        {
            Name = name,
            Kind = Kind,
            Owner = Owner,
            Bindings = Bindings
                .Select(static pair => new WorkloadBinding(pair.Key.Gpu, pair.Key.Instance < 0 ? null : (uint)pair.Key.Instance, pair.Value.Memory))
                .ToValueArray(),
            GpuTime = _gpuSeconds.Select(static pair => new WorkloadGpuTime(pair.Key, pair.Value)).ToValueArray(),
        };
    }
}
