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
    private readonly HashSet<int> _spreadWorkloads = [];
    private readonly HashSet<string> _apart;

    private SeatFiller(FleetModel model, SearchState state)
    {
        _model = model;
        _state = state;
        _plans = PlansOf(model, state);
        _apart = [.. model.Problem.Workloads.SelectMany(need => need.ApartFrom)];
        foreach ((int workload, int group, int seatClass, int count) in state.Spread)
        {
            _spread.Add((workload, model.Groups[group].Gpus[0], seatClass), count);
            _spreadWorkloads.Add(workload);
        }
    }

    /// <summary>Seats everybody.</summary>
    /// <param name="model">The fleet.</param>
    /// <param name="state">Counts.</param>
    /// <param name="all">False when somebody got less than his counts: limits on single GPUs do not show in counts of groups.</param>
    /// <returns>GPUs in the order of the problem.</returns>
    internal static SeatPlan[] Fill(FleetModel model, SearchState state, out bool all)
    {
        all = true;
        SeatFiller filler = new(model, state);
        int[][] missing = filler.Keep();
        List<(SeatPlan Plan, SeatPlan.Seat Seat)>[] free = filler.Free();
        foreach (SeatedWorkload workload in model.Workloads.OrderByDescending(filler.IsLimited).ThenByDescending(workload => workload.SeatsPerReplica).ThenBy(workload => workload.Index))
        {
            all &= filler.AddNew(workload, missing[workload.Index], free);
        }

        return filler._plans;
    }

    private static SeatPlan[] PlansOf(FleetModel model, SearchState state)
    {
        SeatPlan[] plans = new SeatPlan[model.Problem.Gpus.Count];
        for (int g = 0; g < model.Groups.Length; g++)
        {
            GpuGroup group = model.Groups[g];
            int next = 0;
            for (int c = 0; c < group.Choices.Length; c++)
            {
                for (int n = 0; n < state.Choices[g][c]; n++, next++)
                {
                    int index = group.Gpus[next];
                    plans[index] = SeatPlan.Of(
                        index,
                        model.Problem.Gpus[index],
                        group.Choices[c],
                        (profile, workload) => SeatPlan.ClassIn(model, group, profile, workload),
                        name => name is null ? -1 : model.IndexOf(name));
                }
            }
        }

        return plans;
    }

    private bool IsLimited(SeatedWorkload workload) =>
        workload.Need.MaxPerGpu is not null || !workload.Need.ApartFrom.IsEmpty || _apart.Contains(workload.Need.Name) || _spreadWorkloads.Contains(workload.Index);

    /// <summary>Keeps as many present seats as everybody's counts allow; answers what is missing by workload and class.</summary>
    private int[][] Keep()
    {
        int[][] missing = [.. _model.Workloads.Select(workload => new int[_model.Classes.Length])];
        foreach (SeatedWorkload workload in _model.Workloads)
        {
            SeatPattern pattern = _state.Patterns[workload.Index];
            for (int i = 0; i < pattern.Classes.Length; i++)
            {
                missing[workload.Index][pattern.Classes[i]] = pattern.Counts[i];
            }
        }

        foreach (bool pinned in new[] { true, false })
        {
            foreach (SeatPlan plan in _plans)
            {
                foreach (SeatPlan.Seat seat in plan.Seats)
                {
                    if (seat.Workload >= 0 || seat.Occupant < 0 || seat.Class < 0 || missing[seat.Occupant][seat.Class] == 0)
                    {
                        continue;
                    }

                    SeatedWorkload workload = _model.Workloads[seat.Occupant];
                    if (IsPinned(plan, seat, workload.Need) == pinned && HasRoom(plan, workload, seat.Class, pinned, kept: true))
                    {
                        plan.Take(seat, workload.Index);
                        missing[workload.Index][seat.Class]--;
                    }
                }
            }
        }

        return missing;
    }

    /// <summary>Open seats by class: on GPUs in use first, then in instances that exist, then in the order of the problem.</summary>
    private List<(SeatPlan Plan, SeatPlan.Seat Seat)>[] Free()
    {
        List<(SeatPlan Plan, SeatPlan.Seat Seat)>[] free = [.. _model.Classes.Select(_ => new List<(SeatPlan, SeatPlan.Seat)>())];
        foreach (SeatPlan plan in _plans.OrderByDescending(plan => plan.Seated.Count > 0))
        {
            foreach (SeatPlan.Seat seat in plan.Seats.Where(seat => seat.Workload < 0 && seat.Class >= 0).OrderByDescending(seat => seat.Exists))
            {
                free[seat.Class].Add((plan, seat));
            }
        }

        foreach (List<(SeatPlan, SeatPlan.Seat)> seats in free)
        {
            seats.Reverse(); // taken from the end
        }

        return free;
    }

    private bool IsPinned(SeatPlan plan, SeatPlan.Seat seat, WorkloadNeed need) => SeatTable.IsFixed(
        need,
        seat.Instance is null ? plan.State.WholeGpuPinned : plan.State.Slices.Any(slice => slice.Instance == seat.Instance && slice.Pinned),
        _model.Freedom);

    private bool AddNew(SeatedWorkload workload, int[] missing, List<(SeatPlan Plan, SeatPlan.Seat Seat)>[] free)
    {
        bool limited = IsLimited(workload), all = true;
        for (int c = 0; c < missing.Length; c++)
        {
            List<(SeatPlan Plan, SeatPlan.Seat Seat)> open = free[c];
            if (workload.Need.NumaNode is int numa && missing[c] > 0)
            {
                // A stable sort: those of the wanted NUMA node come last, where they are taken first.
                open = free[c] = [.. open.OrderBy(item => item.Plan.State.NumaNode == numa)];
            }

            List<(SeatPlan Plan, SeatPlan.Seat Seat)> taken = [];
            for (int i = open.Count - 1; i >= 0 && missing[c] > 0; i--)
            {
                (SeatPlan plan, SeatPlan.Seat seat) = open[i];
                if (!limited || HasRoom(plan, workload, c, pinned: false, kept: false))
                {
                    plan.Take(seat, workload.Index);
                    missing[c]--;
                    open.RemoveAt(i);
                    taken.Add((plan, seat));
                }
            }

            // Part of a job of several GPUs serves nobody.
            for (int spare = missing[c] % workload.SeatsPerReplica == 0 ? 0 : workload.SeatsPerReplica - (missing[c] % workload.SeatsPerReplica); spare > 0 && taken.Count > 0; spare--)
            {
                taken[^1].Plan.Leave(taken[^1].Seat);
                open.Add(taken[^1]);
                taken.RemoveAt(taken.Count - 1);
            }

            all &= missing[c] == 0;
        }

        return all;
    }

    /// <summary>Whether limits on single GPUs let one more replica in; what is there may stay although they would not let it in today.</summary>
    private bool HasRoom(SeatPlan plan, SeatedWorkload workload, int seatClass, bool pinned, bool kept)
    {
        bool told = _spreadWorkloads.Contains(workload.Index);
        if (pinned || (kept && !told) || !IsLimited(workload))
        {
            return true;
        }

        if (told)
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
