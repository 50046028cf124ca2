using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Problems;

/// <summary>Who is where, from what those who run workloads say and from the processes the driver shows. One reading's work; not thread safe.</summary>
internal sealed class Occupants
{
    private readonly Dictionary<string, WorkloadDeclaration> _managed;
    private readonly Dictionary<string, WorkloadDeclaration> _declared;
    private readonly WorkloadMatcher _matcher;
    private readonly Dictionary<string, WorkloadKind> _kinds = [];
    private readonly Dictionary<string, string> _replicaNames = [];
    private readonly ILookup<Seat, Replica> _seated;
    private readonly Dictionary<(GpuUuid Gpu, uint? Instance), Dictionary<string, int>> _seen = [];
    private readonly HashSet<Replica> _placed = new(ReferenceEqualityComparer.Instance);
    private readonly List<HiddenSeat> _sharers = [];

    public Occupants(ProblemInputs inputs, IReadOnlyList<WorkloadDeclaration> declared)
    {
        _declared = declared.ToDictionary(one => one.Name);
        _managed = declared.Where(inputs.Runs).ToDictionary(one => one.Name);
        _matcher = new WorkloadMatcher(declared);
        Replicas = [.. inputs.Replicas.Where(replica => replica.State is ReplicaState.Starting or ReplicaState.Ready or ReplicaState.Draining)];
        _seated = Replicas.Where(replica => replica.Seat is not null).ToLookup(replica => replica.Seat!);
        foreach (Replica replica in Replicas)
        {
            _replicaNames.TryAdd(replica.Name, replica.Workload);
        }

        foreach (WorkloadUse use in inputs.Seen.Workloads)
        {
            _kinds.TryAdd(use.Name, use.Kind);
        }

        foreach (WorkloadUse use in inputs.Seen.Workloads)
        {
            foreach (WorkloadBinding binding in use.Bindings)
            {
                Count(binding.Gpu, binding.GpuInstanceId, NameOf(use.Name), 0);
            }
        }

        foreach (GpuSnapshot gpu in inputs.Seen.Gpus)
        {
            foreach (GpuProcess process in gpu.ProcessList)
            {
                Count(gpu.Uuid, process.GpuInstanceId, string.IsNullOrEmpty(process.Workload) ? "" : NameOf(process.Workload), 1);
            }
        }
    }

    /// <summary>Replicas that run or are about to.</summary>
    public IReadOnlyList<Replica> Replicas { get; }

    /// <summary>A workload somebody here can start and stop.</summary>
    public bool IsManaged(string workload) => _managed.ContainsKey(workload);

    /// <summary>Seats of a GPU that somebody was told to run on, in order, each once.</summary>
    public IEnumerable<Seat> SeatsOn(GpuUuid gpu) => Replicas.Where(replica => replica.Seat?.Gpu == gpu).Select(replica => replica.Seat!).Distinct().Order();

    /// <summary>Who is on an instance or a whole GPU.</summary>
    /// <param name="seat">The place.</param>
    /// <param name="instanceId">The driver's number of the instance now; null for a whole GPU.</param>
    /// <param name="counted">Processes the driver counts there; null when it does not say.</param>
    public Occupation At(Seat seat, uint? instanceId, int? counted)
    {
        Dictionary<string, int> seen = _seen.GetValueOrDefault((seat.Gpu, instanceId)) ?? [];
        Replica[] seated = [.. _seated[seat]];
        string[] workloads =
        [
            .. seated.Select(replica => replica.Workload).Concat(seen.Keys.Where(name => name.Length > 0)).Distinct()
                .OrderByDescending(name => seated.Any(replica => replica.Workload == name)).ThenByDescending(IsManaged).ThenBy(name => name, StringComparer.Ordinal),
        ];
        bool unnamed = seen.ContainsKey("") || (workloads.Length == 0 && counted > 0);
        if (workloads.Length == 0)
        {
            return new Occupation(null, 0, unnamed);
        }

        string first = workloads[0];
        Replica[] here = [.. seated.Where(replica => replica.Workload == first)];
        bool known = here.Length > 0;
        if (!known && Replicas.FirstOrDefault(replica => replica.Seat is null && replica.Workload == first && !_placed.Contains(replica)) is { } unseated)
        {
            here = [unseated];
            known = true;
        }

        _placed.UnionWith(here.Take(1));
        _placed.UnionWith(seated);
        _sharers.AddRange(seated.Where(replica => replica != here[0]).Select(replica => new HiddenSeat(replica.Workload, seat)));
        _sharers.AddRange(workloads.Skip(1).Where(name => seated.All(replica => replica.Workload != name)).Select(name => new HiddenSeat(name, seat)));
        int processes = seated.Length > 0 ? here[0].Processes : seen.GetValueOrDefault(first);
        return new Occupation(first, Math.Max(1, processes), unnamed || workloads.Length > 1 || here.Length > 1 || !known || !IsManaged(first));
    }

    /// <summary>Managed replicas that run and could not be written down as the one occupant of a seat: what shares an instance, what runs where nobody can see.</summary>
    /// <param name="gone">GPUs that cannot run anything: what was there is not counted.</param>
    public IEnumerable<HiddenSeat> Hidden(Func<GpuUuid, bool> gone) =>
        _sharers.Concat(Replicas.Where(replica => !_placed.Contains(replica) && (replica.Seat is null || !gone(replica.Seat.Gpu))).Select(replica => new HiddenSeat(replica.Workload, replica.Seat)))
            .Where(hidden => IsManaged(hidden.Workload));

    private string NameOf(string observed)
    {
        if (_replicaNames.TryGetValue(observed, out string? workload))
        {
            return workload;
        }

        WorkloadKind kind = _kinds.TryGetValue(observed, out WorkloadKind told) ? told
            : observed.EndsWith(".service", StringComparison.Ordinal) ? WorkloadKind.Systemd : WorkloadKind.Container;

        // Declared under this name for another host: then it is not this one, and two needs must not share a name.
        return _matcher.Find(observed, kind)?.Name ?? (_declared.ContainsKey(observed) ? $"{observed} (undeclared)" : observed);
    }

    private void Count(GpuUuid gpu, uint? instance, string workload, int processes)
    {
        if (!_seen.TryGetValue((gpu, instance), out Dictionary<string, int>? there))
        {
            _seen[(gpu, instance)] = there = [];
        }

        there[workload] = there.GetValueOrDefault(workload) + processes;
    }

    /// <summary>Who is on a place.</summary>
    /// <param name="Workload">Who; null when nobody, or nobody we can name.</param>
    /// <param name="Processes">How many of it; 0 without a workload.</param>
    /// <param name="Pinned">It must stay as it is.</param>
    public readonly record struct Occupation(string? Workload, int Processes, bool Pinned);

    /// <summary>A replica that runs and is not in the problem's slices.</summary>
    /// <param name="Workload">Whose.</param>
    /// <param name="Seat">Where; null when not known.</param>
    public readonly record struct HiddenSeat(string Workload, Seat? Seat);
}
