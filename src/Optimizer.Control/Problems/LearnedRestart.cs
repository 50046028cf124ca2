using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Control.Problems;

/// <summary>How long a workload takes from stop to ready.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Restart">A careful figure: a high one of those measured.</param>
/// <param name="Measured">How many were measured.</param>
public sealed record LearnedRestart(string Workload, Duration Restart, int Measured)
{
    /// <summary>The last few measured, oldest first.</summary>
    public ValueArray<Duration> Last { get; init; } = [];

    /// <summary>When the workload was last known to be declared, to the hour.</summary>
    public Instant HeardAt { get; init; }
}
