using Optimizer.Planning.Costs;

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
        (int moves, long starting) = Moves(workload, bare);
        return bare with { Cost = model.ServingCost(workload, keys, values) + starting, Moves = moves };
    }

    /// <summary>When everything that can be kept is kept: replicas that move (of the seats given up, as many as new ones stand in for), and what starting on the new seats costs.</summary>
    internal static (int Moves, long Cost) Moves(SeatedWorkload workload, SeatPattern pattern)
    {
        int added = 0, left = workload.Present.Sum(pair => Math.Max(0, pair.Value - pattern.CountOf(pair.Key)));
        long cost = 0;
        for (int i = 0; i < pattern.Classes.Length; i++)
        {
            int fresh = Math.Max(0, pattern.Counts[i] - workload.PresentIn(pattern.Classes[i]));
            added += fresh;
            cost += fresh * workload.StartCost(pattern.Classes[i]);
        }

        return ((Math.Min(left, added) + workload.SeatsPerReplica - 1) / workload.SeatsPerReplica, cost);
    }

    /// <summary>GPUs one seat of a class takes of a quota.</summary>
    internal static double QuotaShare(SeatClass seatClass) => GpuShare.Of(seatClass.Sample, seatClass.Profile) ?? 1;

    private static double QuotaShare(FleetModel model, int[] classes, int[] counts)
    {
        double share = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            share += counts[i] * QuotaShare(model.Classes[classes[i]]);
        }

        return share;
    }
}
