namespace Optimizer.Planning.Online.Rules;

/// <summary>The first GPU with a free seat.</summary>
internal sealed class FirstFitRule(bool lowestStartFirst) : ScoredRule
{
    /// <inheritdoc/>
    protected override bool LowestStartFirst => lowestStartFirst;

    /// <inheritdoc/>
    public override double Cost(SeatQuery query, int gpu, Seat seat) => gpu;
}
