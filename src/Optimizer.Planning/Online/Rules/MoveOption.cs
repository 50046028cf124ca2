using Optimizer.Model.Collections;

namespace Optimizer.Planning.Online.Rules;

/// <summary>Moves after which a request has its seat.</summary>
/// <param name="Moves">In the order to make them; at least one.</param>
/// <param name="Gpu">GPU the request then goes to.</param>
/// <param name="Seat">Its seat there.</param>
/// <param name="Cost">What it costs by the search that found it; the fewest moves are always cheaper.</param>
internal sealed record MoveOption(ValueArray<OnlineMove> Moves, int Gpu, Seat Seat, double Cost);
