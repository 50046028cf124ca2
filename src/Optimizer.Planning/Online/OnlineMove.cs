using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>A move of one running instance. The new one fits while the old one still exists: make before break.</summary>
/// <param name="Request">Who moves.</param>
/// <param name="FromGpu">GPU it leaves, its number in the fleet from 0.</param>
/// <param name="From">Instance it leaves.</param>
/// <param name="ToGpu">GPU it goes to; may be the same.</param>
/// <param name="To">Instance it gets, of the same profile.</param>
public sealed record OnlineMove(string Request, int FromGpu, PlacedInstance From, int ToGpu, PlacedInstance To);
