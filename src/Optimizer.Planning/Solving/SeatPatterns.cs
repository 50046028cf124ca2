using Optimizer.Model.Mig;

namespace Optimizer.Planning.Solving;

/// <summary>Prices sets of seats.</summary>
internal static class SeatPatterns
{
    /// <summary>The pattern of some counts with what it costs: serving, and the moves it makes unavoidable.</summary>
    internal static SeatPattern Price(FleetModel model, SeatedWorkload workload, ReadOnlySpan<int> classes, ReadOnlySpan<int> counts)
    {
        List<(int Class, int Count)> used = [];
        for (int i = 0; i < classes.Length; i++)
        {
            if (counts[i] > 0)
            {
                used.Add((classes[i], counts[i]));
            }
        }

        used.Sort();
        int[] keys = [.. used.Select(item => item.Class)], values = [.. used.Select(item => item.Count)];
        SeatPattern bare = new(keys, values, 0, 0, QuotaShare(model, keys, values));
        (int moves, long moving) = Moves(workload, bare);
        return bare with { Cost = model.ServingCost(workload, keys, values) + moving, Moves = moves };
    }

    /// <summary>Moves when everything that can be kept is kept: of the seats given up, as many as new ones stand in for, the cheapest to leave first.</summary>
    internal static (int Moves, long Cost) Moves(SeatedWorkload workload, SeatPattern pattern)
    {
        int added = 0;
        for (int i = 0; i < pattern.Classes.Length; i++)
        {
            added += Math.Max(0, pattern.Counts[i] - workload.PresentIn(pattern.Classes[i]));
        }

        int left = added, moves = 0;
        long cost = 0;
        foreach ((int seatClass, int present) in workload.Present.OrderBy(pair => workload.MoveCost[pair.Key]).ThenBy(pair => pair.Key))
        {
            int moved = Math.Min(left, Math.Max(0, present - pattern.CountOf(seatClass)));
            left -= moved;
            moves += moved;
            cost += moved * workload.MoveCost[seatClass];
        }

        return (moves, cost);
    }

    private static double QuotaShare(FleetModel model, int[] classes, int[] counts)
    {
        double share = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            SeatClass seatClass = model.Classes[classes[i]];
            MigProfile? mig = seatClass.Sample.Geometry?.FindProfile(seatClass.Profile);
            share += counts[i] * (mig is null ? 1 : (double)mig.ComputeSlices / seatClass.Sample.Geometry!.ComputeSlices);
        }

        return share;
    }
}
