using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Solving;

/// <summary>The first answer, fast and without a solver: everybody's cheapest way at the prices of seats, placed where it costs the least room.</summary>
/// <remarks>
/// What is kept stays where it is. New seats are placed largest first, each on the GPU whose most valuable rest shrinks least; a GPU not in use yet
/// costs its time. GPUs in the same state are counted, so the work grows with seats and states and not with seats times GPUs.
/// </remarks>
internal sealed class Constructive
{
    /// <summary>Price of a seat that nobody can have; above any cost, far from where sums lose their digits.</summary>
    internal const double Closed = 1e13;

    private readonly FleetModel _model;
    private readonly double[] _prices;
    private readonly IReadOnlyList<SeatPattern>[] _ways;
    private readonly SeatPattern[] _chosen;
    private readonly ConstructiveBudget _budget;
    private readonly List<State> _states = [];
    private readonly Dictionary<(int Workload, int Class), int> _kept = [];

    private Constructive(FleetModel model, double[] prices, IReadOnlyList<SeatPattern>[] ways)
    {
        _model = model;
        _prices = prices;
        _ways = ways;
        _budget = new ConstructiveBudget(model, ways);
        _chosen = new SeatPattern[ways.Length];
    }

    /// <summary>Builds it.</summary>
    /// <param name="model">The fleet.</param>
    /// <param name="prices">Prices of seats by class.</param>
    /// <param name="ways">Ways to seat each workload; never empty.</param>
    /// <param name="keepAll">False: only what must stay is placed before everybody else, so that guaranteed workloads come first.</param>
    /// <returns>Null when a guaranteed workload finds no room.</returns>
    internal static SearchState? Build(FleetModel model, double[] prices, IReadOnlyList<SeatPattern>[] ways, bool keepAll = true)
    {
        Constructive search = new(model, prices, ways);
        search.PlaceKept(keepAll);
        return search.PlaceNew() ? search.Written() : null;
    }

    /// <summary>Everybody's way, and every GPU with the seats on it that are kept.</summary>
    private void PlaceKept(bool keepAll)
    {
        Dictionary<(int Workload, int Class), int> keep = [];
        foreach (SeatedWorkload workload in InOrder())
        {
            SeatPattern way = _ways[workload.Index].Where(pattern => _budget.Allows(workload.Index, null, pattern)).MinBy(pattern => pattern.PriceAt(_prices))
                ?? _ways[workload.Index].MinBy(pattern => pattern.QuotaShare)!;
            _chosen[workload.Index] = way;
            _budget.Take(workload.Index, null, way);
            foreach ((int seatClass, int present) in workload.Present)
            {
                keep[(workload.Index, seatClass)] = Math.Min(keepAll ? present : workload.FixedIn(seatClass), way.CountOf(seatClass));
            }
        }

        foreach (GpuGroup group in _model.Groups)
        {
            foreach (int gpu in group.Gpus)
            {
                Dictionary<(int Workload, int Class), int> kept = [];
                foreach ((int workload, int seatClass) in SeatPlan.Occupants(_model, group, gpu))
                {
                    if (keep.GetValueOrDefault((workload, seatClass)) > 0)
                    {
                        keep[(workload, seatClass)]--;
                        kept[(workload, seatClass)] = kept.GetValueOrDefault((workload, seatClass)) + 1;
                        _kept[(workload, seatClass)] = _kept.GetValueOrDefault((workload, seatClass)) + 1;
                    }
                }

                Add(group, kept);
            }
        }
    }

    private void Add(GpuGroup group, Dictionary<(int Workload, int Class), int> kept)
    {
        int[] taken = new int[_model.Classes.Length];
        foreach (((int _, int seatClass), int count) in kept)
        {
            taken[seatClass] += count;
        }

        LayoutChoice[] open = [.. group.Choices.Where(choice => choice.Active && kept.All(item => choice.Keeps(item.Key.Workload, item.Key.Class, item.Value)))];
        State state = new(group, open.Length > 0 ? open : group.Choices, taken, 0, kept.Count > 0);
        if (_states.Find(known => known.Equals(state)) is State known)
        {
            state = known;
        }
        else
        {
            _states.Add(state);
        }

        state.Count++;
    }

    private bool PlaceNew()
    {
        SeatedWorkload[] order = [.. InOrder().GroupBy(Rank).SelectMany(rank => rank
            .OrderByDescending(workload => _chosen[workload.Index].Classes.Select(seatClass => _model.Classes[seatClass].Share).DefaultIfEmpty().Max()).ThenBy(workload => workload.Index))];
        foreach (SeatedWorkload workload in order)
        {
            if (TryPlace(workload.Index, _chosen[workload.Index]))
            {
                continue;
            }

            if (Otherwise(workload) is not SeatPattern other)
            {
                return false;
            }

            _budget.Take(workload.Index, _chosen[workload.Index], other);
            _chosen[workload.Index] = other;
        }

        return true;
    }

    /// <summary>Who chooses first: guaranteed workloads, then those of tenants with a floor, then the rest by class of service.</summary>
    private IEnumerable<SeatedWorkload> InOrder() => _model.Workloads.OrderBy(Rank).ThenBy(workload => workload.Index);

    private (QosClass, bool) Rank(SeatedWorkload workload)
    {
        bool promised = workload.Need.Tenant is string name && _model.Problem.Tenants.Any(tenant => tenant.Name == name && tenant.FloorGpus > 0);
        return (workload.Need.Qos == QosClass.Guaranteed || !promised ? workload.Need.Qos : QosClass.Guaranteed, workload.Need.Qos != QosClass.Guaranteed);
    }

    /// <summary>Another way for a workload whose own finds no room: of those known, then of all that use open seats, then less than it wants.</summary>
    private SeatPattern? Otherwise(SeatedWorkload workload)
    {
        SeatPattern now = _chosen[workload.Index];
        SeatPattern? other = _ways[workload.Index].Where(way => _budget.Allows(workload.Index, now, way)).OrderBy(way => way.PriceAt(_prices)).FirstOrDefault(way => TryPlace(workload.Index, way));
        if (other is not null)
        {
            return other;
        }

        double[] prices = [.. _prices.Select((price, seatClass) =>
            workload.PresentIn(seatClass) > 0 || _states.Exists(state => state.Count > 0 && state.CostOfOne(seatClass, _prices) is not null) ? price : Closed)];
        return PatternSearch.Find(_model, workload, prices, 20, out _, out _).FirstOrDefault(way => _budget.Allows(workload.Index, now, way) && TryPlace(workload.Index, way));
    }

    private bool TryPlace(int workload, SeatPattern way)
    {
        List<(State From, State To)> done = [];
        foreach (int at in Enumerable.Range(0, way.Classes.Length).OrderByDescending(i => _model.Classes[way.Classes[i]].Share))
        {
            for (int n = _kept.GetValueOrDefault((workload, way.Classes[at])); n < way.Counts[at]; n++)
            {
                if (PlaceOne(way.Classes[at]) is not (State, State) step)
                {
                    for (int i = done.Count - 1; i >= 0; i--)
                    {
                        done[i].To.Count--;
                        done[i].From.Count++;
                    }

                    return false;
                }

                done.Add(step);
            }
        }

        return true;
    }

    private (State From, State To)? PlaceOne(int seatClass)
    {
        State? best = null;
        double least = double.PositiveInfinity;
        foreach (State state in _states)
        {
            if (state.Count == 0 || state.CostOfOne(seatClass, _prices) is not double cost || cost >= least)
            {
                continue;
            }

            (best, least) = (state, cost);
        }

        if (best is null)
        {
            return null;
        }

        State next = best.WithOne(seatClass);
        if (_states.Find(state => state.Equals(next)) is State known)
        {
            next = known;
        }
        else
        {
            _states.Add(next);
        }

        best.Count--;
        next.Count++;
        return (best, next);
    }

    private SearchState Written()
    {
        int[][] choices = [.. _model.Groups.Select(group => new int[group.Choices.Length])];
        foreach (State state in _states.Where(state => state.Count > 0))
        {
            int group = Array.IndexOf(_model.Groups, state.Group);
            LayoutChoice choice = state.InUse ? state.Cheapest() : Array.Find(state.Group.Choices, option => !option.Active) ?? state.Cheapest();
            choices[group][Array.IndexOf(state.Group.Choices, choice)] += state.Count;
        }

        return new SearchState(_chosen, choices, []);
    }

    /// <summary>GPUs of one group on which the same seats are taken.</summary>
    private sealed class State(GpuGroup group, LayoutChoice[] open, int[] taken, int count, bool inUse)
    {
        private readonly Dictionary<int, double?> _costs = [];

        internal GpuGroup Group { get; } = group;

        internal int Count { get; set; } = count;

        internal bool InUse { get; } = inUse;

        /// <summary>What one more seat takes from what the GPU could still be worth; null: it does not fit.</summary>
        internal double? CostOfOne(int seatClass, double[] prices)
        {
            if (_costs.TryGetValue(seatClass, out double? known))
            {
                return known;
            }

            double? cost = null;
            if (open.Any(choice => choice.SeatsOf(seatClass) > Taken[seatClass]))
            {
                State after = WithOne(seatClass);
                cost = (InUse ? Rest(prices) : Cheapest().Cost) - after.Rest(prices);
            }

            _costs.Add(seatClass, cost);
            return cost;
        }

        internal State WithOne(int seatClass)
        {
            int[] more = [.. Taken];
            more[seatClass]++;
            return new State(Group, [.. open.Where(choice => choice.SeatsOf(seatClass) >= more[seatClass])], more, 0, true);
        }

        internal LayoutChoice Cheapest() => open.Where(choice => choice.Active).MinBy(choice => choice.Cost) ?? open[0];

        internal bool Equals(State other) => ReferenceEquals(Group, other.Group) && InUse == other.InUse && Taken.AsSpan().SequenceEqual(other.Taken);

        private int[] Taken { get; } = taken;

        private double Rest(double[] prices)
        {
            double most = 0;
            foreach (LayoutChoice choice in open)
            {
                double worth = 0;
                foreach ((int seatClass, int seats) in choice.Seats)
                {
                    worth += prices[seatClass] * (seats - Taken[seatClass]);
                }

                most = Math.Max(most, worth);
            }

            return most;
        }
    }
}
