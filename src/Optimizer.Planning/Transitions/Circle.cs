namespace Optimizer.Planning.Transitions;

/// <summary>Replicas that may wait for each other's seats: the smallest parts of a change that can be looked at alone.</summary>
internal sealed class Circle
{
    /// <summary>Replicas others wait for, by index.</summary>
    internal List<Departure> Departures { get; } = [];

    /// <summary>Replicas that wait for them, by index.</summary>
    internal List<Arrival> Arrivals { get; } = [];

    /// <summary>The order in which they are to go; null: decided on the way.</summary>
    internal List<Departure>? Script { get; set; }

    /// <summary>All of them, by their first departure.</summary>
    internal static List<Circle> All(FleetChange change)
    {
        // Joined by workload: whose replicas may stand in for each other hang together.
        int[] parents = [.. Enumerable.Range(0, change.Crews.Length)];
        int Root(int crew)
        {
            while (parents[crew] != crew)
            {
                crew = parents[crew] = parents[parents[crew]];
            }

            return crew;
        }

        List<Departure> departures = [.. change.Departures.Where(departure => departure.InTheWay)];
        HashSet<Crew> giving = [.. departures.Select(departure => departure.Crew)];
        List<Arrival> arrivals = [.. change.Arrivals.Where(arrival => arrival.BlockedBy.Count > 0 && giving.Contains(arrival.Crew))];
        foreach (Arrival arrival in arrivals)
        {
            arrival.BlockedBy.ForEach(departure => parents[Root(departure.Crew.Index)] = Root(arrival.Crew.Index));
        }

        Dictionary<int, Circle> circles = [];
        List<Circle> ordered = [];
        foreach (Departure departure in departures)
        {
            int root = Root(departure.Crew.Index);
            if (!circles.TryGetValue(root, out Circle? circle))
            {
                circles.Add(root, circle = new Circle());
                ordered.Add(circle);
            }

            circle.Departures.Add(departure);
        }

        arrivals.ForEach(arrival => circles[Root(arrival.Crew.Index)].Arrivals.Add(arrival));
        return ordered;
    }
}
