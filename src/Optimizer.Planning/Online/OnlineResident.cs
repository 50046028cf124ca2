using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>A request that was placed and runs.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Instance">Where it runs.</param>
/// <param name="StartedSeconds">When it started, in seconds of the caller's clock; a move does not change it.</param>
/// <param name="Movable">False for one that must stay where it is until it ends.</param>
public sealed record OnlineResident(OnlineRequest Request, PlacedInstance Instance, double StartedSeconds, bool Movable = true);
