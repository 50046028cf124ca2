namespace Optimizer.Planning.Transitions;

/// <summary>What is stopped while not everybody who gives up a seat can go.</summary>
internal sealed partial class StepOrder
{
    /// <summary>A replica its workload can spare now although not all of its kind can go: the one that is the last in somebody's way, or nearest to it.</summary>
    private Departure? Spared()
    {
        Departure? best = null;
        int fewest = int.MaxValue;
        foreach (int crew in _maySpare.ToArray())
        {
            bool any = false;
            foreach (Departure departure in _released[crew] ? [] : _staying[crew])
            {
                if (!departure.Crew.CostOfLosing(_running[crew], departure.Supply).IsNone
                    || (_circleOf.TryGetValue(departure, out Circle? circle) && circle.Script is not null))
                {
                    continue;
                }

                int others = departure.Blocks.Where(arrival => IsOpen(arrival) && arrival.Crew.Departures.Count > 0).Select(CountBlockers).DefaultIfEmpty(int.MaxValue).Min();
                any |= others < int.MaxValue;
                if (others == 1)
                {
                    // The last one in somebody's way: there is none better.
                    return departure;
                }

                if (others < fewest)
                {
                    (best, fewest) = (departure, others);
                }
            }

            if (!any)
            {
                // Nothing here until one more of its replicas is ready.
                _maySpare.Remove(crew);
            }
        }

        return best;
    }

    /// <summary>Nobody can go for nothing any more: who goes at the least cost, in the first circle that is not done.</summary>
    private Departure? NextBreak()
    {
        foreach (Circle circle in _circles)
        {
            Departure? broken = circle.Script?.Find(departure => !_gone[departure.Index]) ?? Cheapest(circle);
            if (broken is not null)
            {
                return broken;
            }
        }

        return null;
    }

    private Departure? Cheapest(Circle circle)
    {
        Arrival? best = null;
        InterruptionCost least = default;
        foreach (Arrival arrival in circle.Arrivals)
        {
            if (IsOpen(arrival) && CountBlockers(arrival) > 0)
            {
                InterruptionCost cost = CostOfRoom(arrival);
                if (best is null || cost.CompareTo(least) < 0)
                {
                    (best, least) = (arrival, cost);
                }
            }
        }

        return best?.BlockedBy.Find(departure => !_gone[departure.Index])
            ?? circle.Departures.Find(departure => !_gone[departure.Index]);
    }

    private InterruptionCost CostOfRoom(Arrival arrival)
    {
        InterruptionCost cost = default;
        Dictionary<int, Supply> running = [];
        foreach (Departure departure in arrival.BlockedBy)
        {
            if (!_gone[departure.Index])
            {
                int crew = departure.Crew.Index;
                Supply before = running.GetValueOrDefault(crew, _running[crew]);
                cost += departure.Crew.CostOfLosing(before, departure.Supply);
                running[crew] = before - departure.Supply;
            }
        }

        return cost;
    }

    private bool IsOpen(Arrival arrival) => _startsLeft[arrival.Index] > 0;

    private int CountBlockers(Arrival arrival) => arrival.BlockedBy.Count(departure => !_gone[departure.Index]);
}
