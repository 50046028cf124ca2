using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Mig;

/// <summary>Where the driver puts an instance when the caller names only a profile.</summary>
internal static class PlacementChoice
{
    /// <summary>Null when no legal placement is free.</summary>
    public static BoardPlacement? For(MigPartitions partitions, BoardProfile profile)
    {
        BoardPlacement? best = null;
        int fewest = int.MaxValue;
        foreach (BoardPlacement candidate in profile.Placements)
        {
            if (!partitions.IsFree(candidate))
            {
                continue;
            }

            // The vendor's logs show halves filled from 0 and smaller profiles put where they spoil least: 1g at 6, then 4; 2g at 4.
            int spoiled = candidate.Size * 2 >= partitions.Board.MemorySlices ? candidate.Start : Spoiled(partitions, candidate);
            if (spoiled < fewest)
            {
                (best, fewest) = (candidate, spoiled);
            }
        }

        return best;
    }

    private static int Spoiled(MigPartitions partitions, BoardPlacement candidate)
    {
        int spoiled = 0;
        foreach (BoardProfile profile in partitions.Board.Profiles)
        {
            foreach (BoardPlacement placement in profile.Placements)
            {
                spoiled += placement.Overlaps(candidate) && partitions.IsFree(placement) ? 1 : 0;
            }
        }

        return spoiled;
    }
}
