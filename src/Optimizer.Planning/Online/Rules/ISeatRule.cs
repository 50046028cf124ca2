namespace Optimizer.Planning.Online.Rules;

/// <summary>Chooses among the free seats.</summary>
internal interface ISeatRule
{
    /// <summary>The seat; null only when none is free.</summary>
    SeatChoice? Choose(SeatQuery query);

    /// <summary>Cost of a seat by this rule, free or not.</summary>
    double Cost(SeatQuery query, int gpu, Seat seat);
}
