using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Groups for a fleet: GPUs that keep the same instances are alike, whoever sits on them.</summary>
/// <remarks>
/// A thousand GPUs have a thousand states once the names of their workloads count, but only some dozens of sets of kept instances; that is what makes
/// the search's cost grow with the kinds of GPUs and not with their number. Each group's GPUs keep those instances or, where everybody on them may
/// move, are emptied at the price of the moves.
/// </remarks>
internal sealed class CoarseGroups
{
    private readonly PlanningProblem _problem;
    private readonly GpuChoices _exact;
    private readonly Func<GpuState, string[]> _wanted;
    private readonly Func<GpuState, string, int, int> _classOf;
    private readonly Func<GpuState, object> _kindOf;
    private readonly LayoutLibrary _library = new();

    internal CoarseGroups(
        PlanningProblem problem, GpuChoices exact, Func<GpuState, string[]> wanted, Func<GpuState, string, int, int> classOf, Func<GpuState, object> kindOf)
    {
        _problem = problem;
        _exact = exact;
        _wanted = wanted;
        _classOf = classOf;
        _kindOf = kindOf;
    }

    /// <summary>Groups them.</summary>
    /// <param name="kept">Whether a present instance must stay, by position of its GPU and by slice.</param>
    /// <param name="emptying">What emptying a GPU costs, by position; null: it may not be emptied.</param>
    internal GpuGroup[] Of(Func<int, SliceState, bool> kept, Func<int, long?> emptying)
    {
        Dictionary<(object Kind, string Kept, bool MayEmpty), List<int>> alike = [];
        List<int[]> apart = [];
        Dictionary<int, long?> costs = [];
        for (int index = 0; index < _problem.Gpus.Count; index++)
        {
            GpuState gpu = _problem.Gpus[index];
            if (gpu.Usability != GpuUsability.Usable || !gpu.MigEnabled || gpu.Geometry is null || _wanted(gpu).Contains(ProfileCapacity.WholeGpu))
            {
                apart.Add([index]);
                continue;
            }

            costs[index] = emptying(index);
            string signature = string.Join(' ', gpu.Slices.Where(slice => kept(index, slice)).Select(slice => IsForeign(slice) ? $"!{slice.Instance}" : slice.Instance.ToString()));
            (object, string, bool) key = (_kindOf(gpu), signature, costs[index] is not null);
            (alike.TryGetValue(key, out List<int>? list) ? list : alike[key] = []).Add(index);
        }

        return
        [
            .. alike.Values.Select(gpus => Group(gpus, kept, costs)),
            .. apart.Select(gpus => new GpuGroup(gpus, _exact.Of(gpus[0]))),
        ];
    }

    private GpuGroup Group(List<int> gpus, Func<int, SliceState, bool> kept, Dictionary<int, long?> emptying)
    {
        GpuState gpu = _problem.Gpus[gpus[0]];
        SliceState[] staying = [.. gpu.Slices.Where(slice => kept(gpus[0], slice))];
        PlacedInstance[] instances = [.. staying.Select(slice => slice.Instance)];
        LayoutChoice[] largest =
        [
            .. _library.Largest(gpu.Geometry!, [.. _wanted(gpu).Concat(instances.Select(instance => instance.Profile))], instances)
                .Select(layout => Choice(gpu, layout, staying)),
        ];

        // Cheapest to empty first: the search counts GPUs of a group, and the first ones are taken.
        int[] ordered = [.. gpus.OrderBy(index => emptying[index] ?? 0).ThenBy(index => index)];
        if (emptying[gpus[0]] is null)
        {
            return new GpuGroup(ordered, largest);
        }

        long mean = (long)ordered.Average(index => (double)emptying[index]!.Value);
        LayoutChoice unused = new() { Seats = [], Existing = [], Retained = [], Cost = mean };
        return new GpuGroup(ordered, [unused, .. largest]);
    }

    private LayoutChoice Choice(GpuState gpu, Layout layout, SliceState[] staying)
    {
        SortedDictionary<int, int> seats = [], existing = [];
        foreach (PlacedInstance instance in layout.Instances)
        {
            SliceState? present = Array.Find(staying, slice => slice.Instance == instance);
            if (present is not null && IsForeign(present))
            {
                continue;
            }

            int seatClass = _classOf(gpu, instance.Profile, -1);
            seats[seatClass] = seats.GetValueOrDefault(seatClass) + 1;
            if (present is not null)
            {
                existing[seatClass] = existing.GetValueOrDefault(seatClass) + 1;
            }
        }

        return new LayoutChoice
        {
            Layout = layout,
            Active = true,
            Seats = [.. seats.Select(pair => (pair.Key, pair.Value))],
            Existing = [.. existing.Select(pair => (pair.Key, pair.Value))],
            Retained = [],
            AnonymousKept = true,
            Cost = _exact.ActiveCost(gpu),
        };
    }

    private static bool IsForeign(SliceState slice) => slice.Pinned && slice.Workload is null;
}
