using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online.Rules;

/// <summary>The GPU with the fewest free compute slices.</summary>
internal sealed class BestFitRule : ScoredRule
{
    /// <inheritdoc/>
    public override double Cost(SeatQuery query, int gpu, Seat seat)
    {
        MigGeometry geometry = query.Fleet.Geometry;
        int free = geometry.ComputeSlices;
        foreach (Seat taken in query.Fleet.Gpus[gpu].Seats)
        {
            free -= geometry.Profiles[taken.Profile].ComputeSlices;
        }

        return free;
    }
}
