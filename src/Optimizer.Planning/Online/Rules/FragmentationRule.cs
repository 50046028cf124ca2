using System.Numerics;

namespace Optimizer.Planning.Online.Rules;

/// <summary>The seat by which fragmentation grows least: free slices that a request drawn from the mix so far could not use.</summary>
/// <remarks>After Weng et al., Beware of Fragmentation (USENIX ATC 2023), on memory slices of one GPU.</remarks>
internal sealed class FragmentationRule : ScoredRule
{
    /// <inheritdoc/>
    public override double Cost(SeatQuery query, int gpu, Seat seat)
    {
        double[] mix = query.Mix;
        ulong taken = query.Fleet.Gpus[gpu].Slices;
        return Unusable(query.Fleet.Table, mix, taken | seat.Slices) - Unusable(query.Fleet.Table, mix, taken);
    }

    /// <summary>Expected free slices that a request cannot use.</summary>
    internal static double Unusable(SeatTable table, double[] mix, ulong taken)
    {
        int free = table.Geometry.MemorySlices - BitOperations.PopCount(taken);
        double sum = 0;
        for (int profile = 0; profile < mix.Length; profile++)
        {
            ulong usable = 0;
            foreach (Seat seat in table.ByProfile[profile])
            {
                usable |= (seat.Slices & taken) == 0 ? seat.Slices : 0;
            }

            sum += mix[profile] * (free - BitOperations.PopCount(usable));
        }

        return sum;
    }
}
