namespace Optimizer.Planning.Transitions;

/// <summary>Finds the order in which the replicas of one circle go that costs least, over all orders.</summary>
/// <remarks>
/// A state is the set of those that have gone: everything else follows, because whoever can start does. So the least cost is a shortest path
/// over subsets, not over permutations.
/// </remarks>
internal sealed class CircleSearch
{
    /// <summary>Most replicas in a circle. Each further one doubles the work; with 24 the search would take minutes.</summary>
    internal const int MaxDepartures = 12;

    /// <summary>Most steps of all searches of one plan together, about a tenth of a second. Doubled, a plan full of circles takes that much longer.</summary>
    internal const int MaxWork = 1_000_000;

    private readonly Circle _circle;
    private readonly Crew[] _crews;
    private readonly int[] _crewOfDeparture;
    private readonly int[] _crewOfArrival;
    private readonly int[] _blockers;
    private readonly Supply[] _start;

    private CircleSearch(Circle circle)
    {
        _circle = circle;
        _crews = [.. circle.Departures.Select(departure => departure.Crew).Distinct()];
        _crewOfDeparture = [.. circle.Departures.Select(departure => Array.IndexOf(_crews, departure.Crew))];
        _crewOfArrival = [.. circle.Arrivals.Select(arrival => Array.IndexOf(_crews, arrival.Crew))];
        _blockers = [.. circle.Arrivals.Select(arrival => arrival.BlockedBy.Aggregate(0, (mask, departure) => mask | (1 << circle.Departures.IndexOf(departure))))];
        _start = [.. _crews.Select(crew => crew.Arrivals.Where(arrival => arrival.BlockedBy.Count == 0).Aggregate(crew.Now, (sum, arrival) => sum + arrival.Supply))];
    }

    /// <summary>Steps a search of the circle takes at most; beyond <see cref="MaxWork"/> when it is too large.</summary>
    internal static int WorkOf(Circle circle) =>
        circle.Departures.Count > MaxDepartures ? MaxWork + 1 : circle.Departures.Count << circle.Departures.Count;

    /// <summary>The order that costs least; of equal ones the first by index.</summary>
    internal static List<Departure> Best(Circle circle) => new CircleSearch(circle).Search();

    private List<Departure> Search()
    {
        int count = _circle.Departures.Count, all = (1 << count) - 1;
        InterruptionCost?[] best = new InterruptionCost?[all + 1];
        int[] last = new int[all + 1];
        bool[] settled = new bool[all + 1];
        PriorityQueue<int, (InterruptionCost Cost, int Mask)> open = new();
        best[0] = default(InterruptionCost);
        open.Enqueue(0, default);
        Supply[] running = new Supply[_crews.Length];
        while (open.TryDequeue(out int mask, out (InterruptionCost Cost, int Mask) reached) && mask != all)
        {
            if (settled[mask])
            {
                continue;
            }

            settled[mask] = true;
            for (int next = 0; next < count; next++)
            {
                int then = mask | (1 << next);
                if (then == mask)
                {
                    continue;
                }

                InterruptionCost cost = reached.Cost + CostOf(mask, next, running);
                if (best[then] is not { } known || cost.CompareTo(known) < 0)
                {
                    best[then] = cost;
                    last[then] = next;
                    open.Enqueue(then, (cost, then));
                }
            }
        }

        List<Departure> order = [];
        for (int mask = all; mask != 0; mask &= ~(1 << last[mask]))
        {
            order.Add(_circle.Departures[last[mask]]);
        }

        order.Reverse();
        return order;
    }

    private InterruptionCost CostOf(int gone, int next, Supply[] running)
    {
        FillRunning(gone, running);
        int crew = _crewOfDeparture[next];
        InterruptionCost cost = _crews[crew].CostOfLosing(running[crew], _circle.Departures[next].Supply);
        FillRunning(gone | (1 << next), running);
        int exposed = 0;
        for (int index = 0; index < _crews.Length; index++)
        {
            exposed += running[index].Covers(_crews[index].Needed) ? 0 : 1;
        }

        return cost with { Exposure = exposed };
    }

    private void FillRunning(int gone, Supply[] running)
    {
        _start.CopyTo(running, 0);
        for (int index = 0; index < _crewOfDeparture.Length; index++)
        {
            if ((gone & (1 << index)) != 0)
            {
                running[_crewOfDeparture[index]] -= _circle.Departures[index].Supply;
            }
        }

        for (int index = 0; index < _crewOfArrival.Length; index++)
        {
            if ((_blockers[index] & ~gone) == 0)
            {
                running[_crewOfArrival[index]] += _circle.Arrivals[index].Supply;
            }
        }
    }
}
