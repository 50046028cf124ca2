using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Reads demand from snapshots: compute slices and memory by workload, slices by class, slices and power by GPU. Not thread safe.</summary>
/// <remarks>
/// <para>
/// Series are named after the workload (its declared name where there is one, so that replicas add up), never after an instance: history survives
/// repartitioning. Of a place that several workloads share only the sum is known; it is split equally and the workloads are listed, because weights by memory
/// or by time would look measured and are not.
/// </para>
/// <para>
/// A workload of which any part could not be read gives no sample: a sum of the rest would be too low, and as a lower bound it would say less than the
/// history does. A declared workload that runs nowhere demands 0 once it has been absent for longer than its restart time and every process list was read;
/// before that it is a gap, so that a move of ours is not learnt as a lull. One nobody declared is 0 from the moment it ends until the snapshot forgets it.
/// </para>
/// </remarks>
public sealed class SnapshotDemand
{
    /// <summary>Restart time of a declared workload that states none. Services that load a model take one to two minutes.</summary>
    public static readonly Duration UnstatedRestart = Duration.FromMinutes(2);

    private readonly WorkloadDeclaration[] _declared;
    private readonly WorkloadMatcher _matcher;
    private readonly HashSet<string> _declaredNames;
    private readonly SliceScale _scale = new();
    private readonly WorkloadPresence _presence = new();

    /// <summary>Takes the declarations; names are unique.</summary>
    public SnapshotDemand(IEnumerable<WorkloadDeclaration> declarations)
    {
        _declared = [.. declarations.OrderBy(d => d.Name, StringComparer.Ordinal)];
        _matcher = new WorkloadMatcher(_declared);
        _declaredNames = _declared.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Reads one snapshot. Snapshots come in order.</summary>
    public IntakeReading Read(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _scale.Learn(snapshot);
        ProcessLists lists = new(snapshot);
        NodeCapacity capacity = NodeCapacity.Of(snapshot, _scale);
        WorkloadReading[] workloads = [.. Workloads(snapshot, lists)];
        DemandSample[] samples =
        [
            .. workloads.SelectMany(workload => Samples(workload, snapshot.At, capacity)),
            .. ClassDemand.Of(workloads, snapshot.At, capacity),
            .. GpuDemand.Of(snapshot, _scale),
        ];
        _presence.Forget(snapshot.At, _declaredNames.Contains);
        return new IntakeReading
        {
            Samples = samples.OrderBy(sample => sample.Key).ToValueArray(),
            EqualShares = Names(workloads, workload => workload.Shared),
            Unreadable = Names(workloads, workload => workload.Running && workload.Busy is null),
            Saturated = Names(workloads, workload => workload.Busy is { Saturated: true }),
        };
    }

    private IEnumerable<WorkloadReading> Workloads(NodeSnapshot snapshot, ProcessLists lists)
    {
        (string Name, WorkloadDeclaration? Declaration, WorkloadBinding[] Bindings)[] observed =
        [
            .. snapshot.Workloads
                .Select(use => (Use: use, Declaration: _matcher.Find(use)))
                .GroupBy(pair => pair.Declaration?.Name ?? pair.Use.Name, StringComparer.Ordinal)
                .Select(group => (group.Key, group.First().Declaration, group.SelectMany(pair => pair.Use.Bindings).ToArray())),
        ];
        _presence.Update(snapshot.At, lists.Read, observed.SelectMany(o => o.Bindings.Select(binding => (o.Name, binding.Gpu))));
        Dictionary<GpuUuid, GpuSnapshot> gpus = snapshot.Gpus.ToDictionary(gpu => gpu.Uuid);
        foreach ((string name, WorkloadDeclaration? declaration, WorkloadBinding[] bindings) in observed)
        {
            yield return bindings.Length == 0 ? Absent(name, declaration, snapshot.At, lists) : Running(name, declaration, bindings, gpus, lists);
        }

        HashSet<string> seen = observed.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        foreach (WorkloadDeclaration declaration in _declared.Where(d => !seen.Contains(d.Name)))
        {
            yield return Absent(declaration.Name, declaration, snapshot.At, lists);
        }
    }

    private WorkloadReading Running(
        string name, WorkloadDeclaration? declaration, WorkloadBinding[] bindings, Dictionary<GpuUuid, GpuSnapshot> gpus, ProcessLists lists)
    {
        bool whole = !_presence.MayBeHidden(name, lists.Unread.Where(gpu => !bindings.Any(binding => binding.Gpu == gpu)));
        BusySlices? busy = whole ? default(BusySlices) : null;
        double? memory = whole ? 0 : null;
        bool shared = false;
        foreach (WorkloadBinding binding in bindings)
        {
            int users = lists.UsersOf(binding);
            BusySlices? place = gpus.TryGetValue(binding.Gpu, out GpuSnapshot? gpu) ? GpuActivity.OfPlace(gpu, binding.GpuInstanceId, _scale.Of(gpu)) : null;
            busy = busy is { } sum && place is { } part ? sum.Plus(part.Share(users)) : null;
            memory += binding.MemoryBytes;
            shared |= users > 1;
        }

        return new WorkloadReading(name, declaration?.Qos, true, busy, memory, shared && busy is not null);
    }

    private WorkloadReading Absent(string name, WorkloadDeclaration? declaration, Instant at, ProcessLists lists)
    {
        Duration grace = declaration is null ? Duration.Zero : declaration.Restart ?? UnstatedRestart;
        bool restarting = declaration is not null && _presence.AbsentFor(name, at) <= grace;
        bool known = lists.AbsenceIsCertain && !restarting && !_presence.MayBeHidden(name, lists.Unread);
        return new WorkloadReading(name, declaration?.Qos, false, known ? default(BusySlices) : null, known ? 0 : null, false);
    }

    private static IEnumerable<DemandSample> Samples(WorkloadReading workload, Instant at, NodeCapacity capacity)
    {
        if (workload.Busy is { } busy)
        {
            yield return new(new(SeriesScope.Workload, workload.Name, DemandSignal.ComputeSlices), at, busy.Slices, busy.Saturated, capacity.Slices);
        }

        if (workload.MemoryBytes is { } memory)
        {
            yield return new(new(SeriesScope.Workload, workload.Name, DemandSignal.MemoryBytes), at, memory, false, capacity.MemoryBytes);
        }
    }

    private static ValueArray<string> Names(IEnumerable<WorkloadReading> workloads, Func<WorkloadReading, bool> which) =>
        workloads.Where(which).Select(workload => workload.Name).Order(StringComparer.Ordinal).ToValueArray();
}
