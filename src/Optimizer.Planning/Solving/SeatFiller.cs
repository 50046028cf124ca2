using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Turns counts into seats: who keeps which seat, who gets which new one.</summary>
/// <remarks>
/// Kept seats first, pinned ones before all; then new seats, workloads with limits on single GPUs before the others, in instances that exist before
/// ones to be created, on GPUs already in use before others. Everything in the order of the problem, so that the same counts give the same seats.
/// </remarks>
internal sealed class SeatFiller
{
    private readonly FleetModel _model;
    private readonly SearchState _state;
    private readonly SeatPlan[] _plans;
    private readonly Dictionary<(int Workload, int Gpu, int Class), int> _spread = [];

    private SeatFiller(FleetModel model, SearchState state)
    {
        _model = model;
        _state = state;
        _plans = PlansOf(model, state);
        foreach ((int workload, int group, int seatClass, int count) in state.Spread)
        {
            _spread.Add((workload, model.Groups[group].Gpus[0], seatClass), count);
        }
    }

    /// <summary>Seats everybody.</summary>
    /// <returns>GPUs in the order of the problem; null when the counts cannot be seated (a limit on single GPUs that counts alone do not show).</returns>
    internal static SeatPlan[]? Fill(FleetModel model, SearchState state)
    {
        SeatFiller filler = new(model, state);
        int[][] missing = [.. model.Workloads.Select(workload => filler.Keep(workload))];
        bool IsLimited(SeatedWorkload workload) => workload.Need.MaxPerGpu is not null || !workload.Need.ApartFrom.IsEmpty || filler._spread.Keys.Any(key => key.Workload == workload.Index);
        foreach (SeatedWorkload workload in model.Workloads.OrderByDescending(IsLimited).ThenByDescending(workload => workload.SeatsPerReplica))
        {
            if (!filler.AddNew(workload, missing[workload.Index]))
            {
                return null;
            }
        }

        return filler._plans;
    }

    private static SeatPlan[] PlansOf(FleetModel model, SearchState state)
    {
        SeatPlan[] plans = new SeatPlan[model.Problem.Gpus.Count];
        Dictionary<string, int> workloads = model.Workloads.ToDictionary(workload => workload.Need.Name, workload => workload.Index, StringComparer.Ordinal);
        for (int g = 0; g < model.Groups.Length; g++)
        {
            GpuGroup group = model.Groups[g];
            int next = 0;
            for (int c = 0; c < group.Choices.Length; c++)
            {
                LayoutChoice choice = group.Choices[c];
                for (int n = 0; n < state.Choices[g][c]; n++, next++)
                {
                    int index = group.Gpus[next];
                    GpuState gpu = model.Problem.Gpus[index];
                    plans[index] = SeatPlan.Of(index, gpu, choice, profile => ClassIn(choice, profile), name => name is not null && workloads.TryGetValue(name, out int at) ? at : -1);
                }
            }
        }

        return plans;

        int ClassIn(LayoutChoice choice, string profile)
        {
            foreach ((int seatClass, int _) in choice.Seats)
            {
                if (model.Classes[seatClass].Profile == profile)
                {
                    return seatClass;
                }
            }

            return -1;
        }
    }

    /// <summary>Keeps as many present seats as the workload's counts allow; answers what is missing by class.</summary>
    private int[] Keep(SeatedWorkload workload)
    {
        SeatPattern pattern = _state.Patterns[workload.Index];
        int[] missing = new int[_model.Classes.Length];
        for (int i = 0; i < pattern.Classes.Length; i++)
        {
            missing[pattern.Classes[i]] = pattern.Counts[i];
        }

        foreach (bool pinned in new[] { true, false })
        {
            foreach (SeatPlan plan in _plans)
            {
                foreach (SeatPlan.Seat seat in plan.Seats)
                {
                    bool mine = seat.Workload < 0 && seat.Occupant == workload.Index && seat.Class >= 0 && missing[seat.Class] > 0;
                    if (mine && IsPinned(plan, seat, workload.Need) == pinned && HasRoom(plan, workload, seat.Class, pinned))
                    {
                        plan.Take(seat, workload.Index);
                        missing[seat.Class]--;
                    }
                }
            }
        }

        return missing;
    }

    private bool IsPinned(SeatPlan plan, SeatPlan.Seat seat, WorkloadNeed need) => SeatTable.IsFixed(
        need,
        seat.Instance is null ? plan.State.WholeGpuPinned : plan.State.Slices.Any(slice => slice.Instance == seat.Instance && slice.Pinned),
        _model.Freedom);

    private bool AddNew(SeatedWorkload workload, int[] missing)
    {
        for (int c = 0; c < missing.Length; c++)
        {
            if (missing[c] == 0)
            {
                continue;
            }

            IEnumerable<(SeatPlan Plan, SeatPlan.Seat Seat)> free = _plans
                .SelectMany(plan => plan.Seats.Where(seat => seat.Workload < 0 && seat.Class == c).Select(seat => (Plan: plan, Seat: seat)))
                .OrderByDescending(item => workload.Need.NumaNode is int numa && item.Plan.State.NumaNode == numa)
                .ThenByDescending(item => item.Plan.Seated.Count > 0)
                .ThenByDescending(item => item.Seat.Exists)
                .ThenBy(item => item.Plan.Gpu)
                .ToArray();
            foreach ((SeatPlan plan, SeatPlan.Seat seat) in free)
            {
                if (missing[c] > 0 && HasRoom(plan, workload, c, pinned: false))
                {
                    plan.Take(seat, workload.Index);
                    missing[c]--;
                }
            }

            if (missing[c] > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether limits on single GPUs let one more replica in.</summary>
    private bool HasRoom(SeatPlan plan, SeatedWorkload workload, int seatClass, bool pinned)
    {
        if (pinned)
        {
            return true;
        }

        if (_state.Spread.Length > 0 && _state.Spread.Any(item => item.Workload == workload.Index))
        {
            int mine = plan.Seats.Count(seat => seat.Workload == workload.Index && seat.Class == seatClass);
            return mine < _spread.GetValueOrDefault((workload.Index, plan.Gpu, seatClass));
        }

        return plan.Seated.GetValueOrDefault(workload.Index) < (workload.Need.MaxPerGpu ?? int.MaxValue)
            && plan.Seated.Keys.All(other => other == workload.Index || !(Apart(workload.Index, other) || Apart(other, workload.Index)));
    }

    private bool Apart(int one, int other)
    {
        foreach (string name in _model.Workloads[one].Need.ApartFrom)
        {
            if (name == _model.Workloads[other].Need.Name)
            {
                return true;
            }
        }

        return false;
    }
}
