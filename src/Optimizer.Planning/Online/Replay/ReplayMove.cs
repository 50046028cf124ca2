namespace Optimizer.Planning.Online.Replay;

/// <summary>A move that a replay made.</summary>
/// <param name="Seconds">When, from the start of the replay.</param>
/// <param name="For">Request that it made room for.</param>
/// <param name="Move">The move.</param>
public sealed record ReplayMove(double Seconds, string For, OnlineMove Move);
