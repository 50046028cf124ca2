namespace Optimizer.Planning.Online.Rules;

/// <summary>Looks for the moves that make room for one request.</summary>
/// <param name="rule">Where a moved instance goes.</param>
/// <param name="mostMoves">Most moves for one request. With three and more, what is interrupted outweighs what is admitted.</param>
/// <param name="sameGpu">Whether an instance may move within its GPU.</param>
internal sealed class MoveSearch(ISeatRule rule, int mostMoves, bool sameGpu)
{
    // Any sum of the rule's costs is far below it, so fewer moves always win.
    private const double PerMove = 1e6;

    /// <summary>The cheapest option; null when there is none.</summary>
    internal MoveOption? Find(SeatQuery query, double nowSeconds)
    {
        MoveOption? best = null;
        for (int gpu = 0; gpu < query.Fleet.Gpus.Count; gpu++)
        {
            foreach (Seat seat in query.Fleet.Table.ByProfile[query.Profile])
            {
                if (Blockers(query, gpu, seat) is { } blockers && Relocate(query, nowSeconds, gpu, seat, blockers) is { } option && (best is null || option.Cost < best.Cost - 1e-12))
                {
                    best = option;
                }
            }
        }

        return best;
    }

    /// <summary>Who must leave so that the seat is free; null when that is nobody, too many, somebody pinned, somebody at least as wide, or not enough.</summary>
    private List<OnlineResident>? Blockers(SeatQuery query, int gpu, Seat seat)
    {
        OnlineGpu on = query.Fleet.Gpus[gpu];
        List<OnlineResident> blockers = [];
        UInt128 left = on.Set;
        for (int at = 0; at < on.Seats.Length; at++)
        {
            if ((on.Seats[at].Slices & seat.Slices) == 0)
            {
                continue;
            }

            // Moving something as wide as the request needs a seat the request could have had.
            if (!on.Residents[at].Movable || blockers.Count == mostMoves || Width(query, on.Seats[at].Profile) >= Width(query, seat.Profile))
            {
                return null;
            }

            blockers.Add(on.Residents[at]);
            left &= ~on.Seats[at].Bit;
        }

        return blockers.Count > 0 && query.Fleet.Table.IsLegal(left | seat.Bit) ? blockers : null;
    }

    private static int Width(SeatQuery query, int profile) => query.Fleet.Geometry.Profiles[profile].ComputeSlices;

    /// <summary>Finds a place for each in turn, the widest first: it has the fewest places.</summary>
    private MoveOption? Relocate(SeatQuery query, double nowSeconds, int gpu, Seat seat, List<OnlineResident> blockers)
    {
        OnlineFleet fleet = query.Fleet;
        List<OnlineMove> moves = [];
        double cost = 0;
        foreach (OnlineResident blocker in blockers.OrderBy(blocker => fleet.Table.ProfileOf(blocker.Instance.Profile)))
        {
            SeatQuery where = new(fleet, fleet.Table.ProfileOf(blocker.Instance.Profile), blocker.Request.Class, nowSeconds - blocker.StartedSeconds, query.Mix, query.Outlook)
            {
                PromisedGpu = gpu,
                PromisedSlices = sameGpu ? seat.Slices : ulong.MaxValue,
            };
            if (rule.Choose(where) is not SeatChoice to)
            {
                return null;
            }

            OnlineMove move = new(blocker.Request.Id, gpu, blocker.Instance, to.Gpu, to.Seat.Instance);
            moves.Add(move);
            fleet = fleet.Apply(move);
            cost += PerMove + to.Cost;
        }

        // What the seat itself costs once they are gone.
        cost += rule.Cost(query with { Fleet = fleet }, gpu, seat);
        return fleet.Table.IsLegal(fleet.Gpus[gpu].Set | seat.Bit) ? new MoveOption([.. moves], gpu, seat, cost) : null;
    }
}
