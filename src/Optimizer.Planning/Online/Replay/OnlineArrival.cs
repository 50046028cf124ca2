namespace Optimizer.Planning.Online.Replay;

/// <summary>A request of a list to replay.</summary>
/// <param name="Request">What is asked for; the profile is one of the geometry's.</param>
/// <param name="Seconds">How long it runs once placed; above 0. Only the replay knows it.</param>
public sealed record OnlineArrival(OnlineRequest Request, double Seconds);
