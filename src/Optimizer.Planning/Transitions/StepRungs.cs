using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>How deeply each step cuts, and which starts stand in for which stops.</summary>
internal static class StepRungs
{
    /// <summary>Class of steps that wait for more than they are worth in the order: what only a move or a change of mode makes room for.</summary>
    private const int AfterMoves = 1 + (int)DisruptionRung.Move;

    internal static DisruptionRung Of(StepNode step, GpuState gpu) => step.Kind switch
    {
        StepKind.Stop => step.Departure!.Moved ? DisruptionRung.Move : DisruptionRung.IdleInstance,
        StepKind.Destroy => Serves(step.Waits) || (step.Waits.Count == 0 && OnlyServesMoves(step)) ? DisruptionRung.Move : DisruptionRung.IdleInstance,
        StepKind.SetMode => gpu.MigToggle ? DisruptionRung.MigMode : DisruptionRung.GpuReset,
        StepKind.Create => Serves(step.Frees) ? DisruptionRung.Move : RungOfRoom(step),
        StepKind.Start => step.Arrival!.Moved ? DisruptionRung.Move : step.Waits.Select(RungOfRoom).DefaultIfEmpty().Max(),
        _ => throw new InvalidOperationException($"{step.Kind} is no kind of step."),
    };

    /// <summary>Place in the order while nothing else decides: by rung, then what has to wait for moves anyway.</summary>
    internal static int OrderClass(StepNode step, GpuState gpu)
    {
        int rung = (int)Of(step, gpu);
        return rung < (int)DisruptionRung.Move && NeedsMoves(step) ? AfterMoves : rung;
    }

    /// <summary>A first guess, for the order: the seats that need the least are the ones nobody is moved to, the ones others wait for are given up for good.</summary>
    internal static void Guess(FleetChange change)
    {
        foreach (Crew crew in change.Crews)
        {
            int moves = Math.Min(crew.Departures.Count, crew.Arrivals.Count);
            foreach (Departure departure in crew.Departures.OrderBy(departure => departure.Blocks.Count).ThenBy(departure => departure.Index).Take(moves))
            {
                departure.Moved = true;
            }

            foreach (Arrival arrival in crew.Arrivals.OrderByDescending(arrival => arrival.BlockedBy.Count).ThenBy(arrival => arrival.Index).Take(moves))
            {
                arrival.Moved = true;
            }
        }
    }

    /// <summary>The last word, once the order is known: each stop is paired with the newest start before it that no other stop has, else with the next one after it.</summary>
    internal static void Pair(FleetChange change, List<StepNode> order)
    {
        Dictionary<StepNode, int> times = [];
        for (int time = 0; time < order.Count; time++)
        {
            times.Add(order[time], time);
        }

        foreach (Crew crew in change.Crews)
        {
            PairOne(crew, times);
        }
    }

    private static void PairOne(Crew crew, Dictionary<StepNode, int> times)
    {
        List<(int Ready, Arrival Arrival)> free = [.. crew.Arrivals.Select(arrival => (arrival.Starts.Max(start => times[start]), arrival)).OrderBy(pair => pair.Item1)];
        int pureStops = Math.Max(0, crew.Departures.Count - crew.Arrivals.Count);
        crew.Arrivals.ForEach(arrival => arrival.Moved = false);
        foreach (Departure departure in crew.Departures.OrderBy(departure => departure.Stops.Min(stop => times[stop])))
        {
            int gone = departure.Stops.Min(stop => times[stop]);
            int partner = free.FindLastIndex(pair => pair.Ready < gone);
            departure.Moved = partner >= 0 || pureStops == 0;
            if (!departure.Moved)
            {
                pureStops--;
                continue;
            }

            partner = Math.Max(0, partner);
            free[partner].Arrival.Moved = true;
            free.RemoveAt(partner);
        }
    }

    private static DisruptionRung RungOfRoom(StepNode step) =>
        step.Kind != StepKind.Create || step.Waits.Count > 0 ? DisruptionRung.IdleInstance : DisruptionRung.FreeSpace;

    private static bool Serves(List<StepNode> neighbours) =>
        neighbours.Exists(neighbour => neighbour.Departure?.Moved == true || neighbour.Arrival?.Moved == true);

    private static bool OnlyServesMoves(StepNode destroy) =>
        destroy.Frees.Exists(step => step.Kind == StepKind.Create)
        && destroy.Frees.TrueForAll(step => step.Kind == StepKind.Create && Serves(step.Frees));

    // The chain behind a step is three steps at most: stop, destroy, change of mode.
    private static bool NeedsMoves(StepNode step) =>
        step.Kind == StepKind.SetMode || step.Departure?.Moved == true || step.Waits.Exists(NeedsMoves);
}
