using Optimizer.Model.Collections;
using Optimizer.Planning.Capacity;

namespace Optimizer.Control.Problems;

/// <summary>What watching the node has taught: rates, power, restart times, recent demand. A value; every tick makes the next one.</summary>
public sealed record LearnedState
{
    /// <summary>Nothing is known.</summary>
    public static LearnedState Nothing { get; } = new();

    /// <summary>What workloads serve on what.</summary>
    public CapacityBook Capacity { get; init; } = new();

    /// <summary>Power by GPU model, ordered by model.</summary>
    public ValueArray<LearnedPower> Power { get; init; } = [];

    /// <summary>Stop to ready by workload, ordered by name.</summary>
    public ValueArray<LearnedRestart> Restarts { get; init; } = [];

    /// <summary>Demand of the last hours by workload, for the recent peak; ordered by name.</summary>
    public ValueArray<DemandTrail> Trails { get; init; } = [];

    /// <summary>How GPU models are cut and what memory they have, as their drivers last told; ordered by model.</summary>
    public ValueArray<LearnedBoard> Boards { get; init; } = [];
}
