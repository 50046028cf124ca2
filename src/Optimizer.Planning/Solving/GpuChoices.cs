using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Lists the states one GPU can take: layouts to which no wanted instance can be added, the whole GPU, or unused.</summary>
/// <remarks>
/// A layout contained in another offers less and keeps less, so only the largest ones that hold every pinned instance are listed; instances nobody
/// sits on are left out again when the answer is written down.
/// </remarks>
internal sealed class GpuChoices
{
    /// <summary>Instance changes a change of MIG mode counts as: it takes about 5 s, an instance change half a second.</summary>
    internal const int ModeChange = 10;

    private readonly PlanningProblem _problem;
    private readonly ICostModel _costs;
    private readonly SearchFreedom _freedom;
    private readonly Dictionary<string, int> _workloadIndex;
    private readonly Func<GpuState, string[]> _wanted;
    private readonly Func<GpuState, string, int, int> _classOf;
    private readonly LayoutLibrary _library = new();

    internal GpuChoices(
        PlanningProblem problem,
        ICostModel costs,
        SearchFreedom freedom,
        Dictionary<string, int> workloadIndex,
        Func<GpuState, string[]> wanted,
        Func<GpuState, string, int, int> classOf)
    {
        _problem = problem;
        _costs = costs;
        _freedom = freedom;
        _workloadIndex = workloadIndex;
        _wanted = wanted;
        _classOf = classOf;
    }

    /// <summary>The states of the GPU at a position of the problem.</summary>
    internal LayoutChoice[] Of(int index)
    {
        GpuState gpu = _problem.Gpus[index];
        LayoutChoice unused = new() { Seats = [], Existing = [], Retained = [], Cost = 0 };
        if (gpu.Usability == GpuUsability.Unusable)
        {
            return [unused];
        }

        List<LayoutChoice> choices = [.. gpu.Usability == GpuUsability.Draining ? [AsItIs(gpu)] : gpu.MigEnabled ? MigOn(gpu) : MigOff(gpu)];
        return HasFixedSeat(gpu) ? [.. choices] : [unused, .. choices];
    }

    private IEnumerable<LayoutChoice> MigOn(GpuState gpu)
    {
        PlacedInstance[] present = [.. gpu.Slices.Select(slice => slice.Instance)];
        PlacedInstance[] kept = [.. gpu.Slices.Where(slice => MustKeep(slice)).Select(slice => slice.Instance)];
        string[] wanted = _wanted(gpu);
        if (gpu.Geometry is not null)
        {
            foreach (LayoutChoice choice in Pruned(_library.Largest(gpu.Geometry, [.. wanted.Concat(present.Select(instance => instance.Profile))], kept)
                .Select(layout => Choice(gpu, layout, toggle: false))))
            {
                yield return choice;
            }
        }

        if (kept.Length == 0 && _freedom.MayToggleMig && gpu.MigToggle && wanted.Contains(ProfileCapacity.WholeGpu))
        {
            int seatClass = _classOf(gpu, ProfileCapacity.WholeGpu, -1);
            yield return new LayoutChoice
            {
                MigOff = true,
                Active = true,
                Seats = [(seatClass, 1)],
                Existing = [],
                Retained = [],
                Cost = ActiveCost(gpu) + (ChangeCost(gpu) * (present.Length + ModeChange)),
            };
        }
    }

    private IEnumerable<LayoutChoice> MigOff(GpuState gpu)
    {
        if (gpu.WholeGpuPinned && Occupant(gpu.WholeGpuWorkload) is null)
        {
            // Somebody nobody declared is on it: no seat for anyone.
            yield return new LayoutChoice { MigOff = true, Seats = [], Existing = [], Retained = [], Cost = 0 };
            yield break;
        }

        int seatClass = _classOf(gpu, ProfileCapacity.WholeGpu, -1);
        yield return new LayoutChoice
        {
            MigOff = true,
            Active = true,
            Seats = [(seatClass, 1)],
            Existing = [(seatClass, 1)],
            Retained = Occupant(gpu.WholeGpuWorkload) is int workload ? [(workload, seatClass, 1)] : [],
            Cost = ActiveCost(gpu),
        };
        if (_freedom.MayToggleMig && gpu.MigToggle && gpu.Geometry is not null && !HasFixedSeat(gpu))
        {
            foreach (LayoutChoice choice in Pruned(_library.Largest(gpu.Geometry, _wanted(gpu), []).Select(layout => Choice(gpu, layout, toggle: true))))
            {
                yield return choice;
            }
        }
    }

    private LayoutChoice Choice(GpuState gpu, Layout layout, bool toggle)
    {
        SortedDictionary<int, int> seats = [], existing = [];
        SortedDictionary<(int Workload, int Class), int> retained = [];
        int destroyed = 0;
        foreach (PlacedInstance instance in layout.Instances)
        {
            Count(seats, _classOf(gpu, instance.Profile, -1));
        }

        foreach (SliceState slice in gpu.Slices)
        {
            if (!layout.Instances.Contains(slice.Instance))
            {
                destroyed++;
                continue;
            }

            int seatClass = _classOf(gpu, slice.Instance.Profile, -1);
            Count(existing, seatClass);
            if (Occupant(slice.Workload) is int workload)
            {
                Count(retained, (workload, seatClass));
            }
            else if (slice.Pinned)
            {
                // Somebody nobody declared is on it: no seat for anyone.
                seats[seatClass]--;
                existing[seatClass]--;
            }
        }

        return new LayoutChoice
        {
            Layout = layout,
            Active = true,
            Seats = [.. seats.Where(pair => pair.Value > 0).Select(pair => (pair.Key, pair.Value))],
            Existing = [.. existing.Where(pair => pair.Value > 0).Select(pair => (pair.Key, pair.Value))],
            Retained = [.. retained.Select(pair => (pair.Key.Workload, pair.Key.Class, pair.Value))],
            Cost = ActiveCost(gpu) + (ChangeCost(gpu) * (destroyed + (toggle ? ModeChange : 0))),
        };
    }

    /// <summary>A draining GPU: who is there may stay in classes of their own.</summary>
    private LayoutChoice AsItIs(GpuState gpu)
    {
        SortedDictionary<(int Workload, int Class), int> seats = [];
        foreach ((string profile, string? name) in gpu.MigEnabled
            ? gpu.Slices.Select(slice => (slice.Instance.Profile, slice.Workload))
            : [(ProfileCapacity.WholeGpu, gpu.WholeGpuWorkload)])
        {
            if (Occupant(name) is int workload)
            {
                Count(seats, (workload, _classOf(gpu, profile, workload)));
            }
        }

        (int, int)[] byClass = [.. seats.Select(pair => (pair.Key.Class, pair.Value)).OrderBy(pair => pair.Class)];
        return new LayoutChoice
        {
            Layout = gpu.MigEnabled && gpu.Geometry is not null && Layout.TryCreate(gpu.Geometry, gpu.Slices.Select(slice => slice.Instance), out Layout? layout, out _) ? layout : null,
            MigOff = !gpu.MigEnabled,
            Active = true,
            Seats = byClass,
            Existing = byClass,
            Retained = [.. seats.Select(pair => (pair.Key.Workload, pair.Key.Class, pair.Value))],
            Cost = ActiveCost(gpu),
        };
    }

    /// <summary>Leaves out what another choice matches in every seat, every seat kept and the cost.</summary>
    private static List<LayoutChoice> Pruned(IEnumerable<LayoutChoice> choices)
    {
        List<LayoutChoice> kept = [];
        foreach (LayoutChoice choice in choices.OrderBy(choice => choice.Cost))
        {
            if (!kept.Any(other => Covers(other.Seats, choice.Seats) && Covers(other.Existing, choice.Existing) && CoversRetained(other.Retained, choice.Retained)))
            {
                kept.Add(choice);
            }
        }

        return kept;
    }

    private static bool Covers((int Class, int Count)[] more, (int Class, int Count)[] less) =>
        less.All(item => more.Any(other => other.Class == item.Class && other.Count >= item.Count));

    private static bool CoversRetained((int Workload, int Class, int Count)[] more, (int Workload, int Class, int Count)[] less) =>
        less.All(item => more.Any(other => other.Workload == item.Workload && other.Class == item.Class && other.Count >= item.Count));

    internal bool MustKeep(SliceState slice) =>
        slice.Pinned || !_freedom.MayDestroyIdle
        || (Occupant(slice.Workload) is int workload && SeatTable.IsFixed(_problem.Workloads[workload], slice.Pinned, _freedom));

    internal bool HasFixedSeat(GpuState gpu) => gpu.MigEnabled
        ? gpu.Slices.Any(slice => Occupant(slice.Workload) is int workload && SeatTable.IsFixed(_problem.Workloads[workload], slice.Pinned, _freedom))
        : gpu.WholeGpuPinned || (Occupant(gpu.WholeGpuWorkload) is int occupant && SeatTable.IsFixed(_problem.Workloads[occupant], gpu.WholeGpuPinned, _freedom));

    private int? Occupant(string? workload) => workload is not null && _workloadIndex.TryGetValue(workload, out int index) ? index : null;

    internal long ActiveCost(GpuState gpu) => -_costs.Objective(_costs.ActiveGpu(gpu)).Micros;

    private long ChangeCost(GpuState gpu) => -_costs.Objective(_costs.InstanceChange(gpu)).Micros;

    private static void Count<T>(SortedDictionary<T, int> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
