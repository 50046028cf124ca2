namespace Optimizer.Planning.Solving;

/// <summary>One way to seat a whole workload: how many seats of which class.</summary>
/// <param name="Classes">Classes it uses, ascending.</param>
/// <param name="Counts">Seats of each, from 1; GPUs, where the class is whole GPUs.</param>
/// <param name="Cost">What the policy loses by it (less is better), moves that it makes unavoidable included. Unit: that of the objective, sign turned.</param>
/// <param name="Moves">Replicas it moves even when every seat it keeps can be kept.</param>
/// <param name="QuotaShare">GPUs it takes of its tenant's quota.</param>
internal sealed record SeatPattern(int[] Classes, int[] Counts, long Cost, int Moves, double QuotaShare)
{
    /// <summary>Seats it has in a class.</summary>
    internal int CountOf(int seatClass)
    {
        int at = Array.BinarySearch(Classes, seatClass);
        return at < 0 ? 0 : Counts[at];
    }

    /// <summary>The same seats.</summary>
    internal bool IsSameAs(SeatPattern other) => Classes.AsSpan().SequenceEqual(other.Classes) && Counts.AsSpan().SequenceEqual(other.Counts);

    /// <summary>Its cost with its seats at their prices.</summary>
    internal double PriceAt(double[] prices)
    {
        double sum = Cost;
        for (int i = 0; i < Classes.Length; i++)
        {
            sum += prices[Classes[i]] * Counts[i];
        }

        return sum;
    }
}
