using NodaTime;

namespace Optimizer.Control.Problems;

/// <summary>How long a workload takes from stop to ready.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Restart">A careful figure: a high one of those measured.</param>
/// <param name="Measured">How many were measured.</param>
public sealed record LearnedRestart(string Workload, Duration Restart, int Measured);
