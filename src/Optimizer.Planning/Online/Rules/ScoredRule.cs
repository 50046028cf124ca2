namespace Optimizer.Planning.Online.Rules;

/// <summary>Takes the free seat of least cost; of equal ones the first GPU's, on it the highest start.</summary>
/// <remarks>High starts first: low ones are where the widest profiles below the whole GPU must start (4g only at 0).</remarks>
internal abstract class ScoredRule : ISeatRule
{
    // Differences below it are rounding, and rounding must not choose.
    private const double Same = 1e-12;

    /// <inheritdoc/>
    public SeatChoice? Choose(SeatQuery query)
    {
        Seat[] seats = query.Fleet.Table.ByProfile[query.Profile];
        SeatChoice? best = null;
        for (int gpu = 0; gpu < query.Fleet.Gpus.Count; gpu++)
        {
            for (int at = 0; at < seats.Length; at++)
            {
                Seat seat = seats[LowestStartFirst ? at : seats.Length - 1 - at];
                if (!query.IsFree(gpu, seat))
                {
                    continue;
                }

                double cost = Cost(query, gpu, seat);
                if (best is not SeatChoice known || cost < known.Cost - Same)
                {
                    best = new SeatChoice(gpu, seat, cost);
                }
            }
        }

        return best;
    }

    /// <inheritdoc/>
    public abstract double Cost(SeatQuery query, int gpu, Seat seat);

    /// <summary>Among equal seats of a GPU the lowest start wins.</summary>
    protected virtual bool LowestStartFirst => false;
}
