namespace Optimizer.Planning.Online.Rules;

/// <summary>Any free seat, all equally likely.</summary>
internal sealed class RandomRule(Random random) : ISeatRule
{
    /// <inheritdoc/>
    public SeatChoice? Choose(SeatQuery query)
    {
        List<SeatChoice> free = [];
        for (int gpu = 0; gpu < query.Fleet.Gpus.Count; gpu++)
        {
            foreach (Seat seat in query.Fleet.Table.ByProfile[query.Profile])
            {
                if (query.IsFree(gpu, seat))
                {
                    free.Add(new SeatChoice(gpu, seat, 0));
                }
            }
        }

        return free.Count == 0 ? null : free[random.Next(free.Count)];
    }

    /// <inheritdoc/>
    public double Cost(SeatQuery query, int gpu, Seat seat) => 0;
}
