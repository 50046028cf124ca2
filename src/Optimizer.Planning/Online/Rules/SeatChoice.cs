namespace Optimizer.Planning.Online.Rules;

/// <summary>A free seat and what taking it costs by the rule that chose it.</summary>
internal readonly record struct SeatChoice(int Gpu, Seat Seat, double Cost);
