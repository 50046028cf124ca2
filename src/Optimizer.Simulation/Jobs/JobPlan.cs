using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Jobs;

/// <summary>A job as the scenario states it: it arrives, takes a free seat, works and ends. Nobody may stop it.</summary>
internal sealed record JobPlan
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    /// <summary>Number of the batch job.</summary>
    public required int Job { get; init; }

    /// <summary>Index of the GPU it insists on; null: any.</summary>
    public int? Gpu { get; init; }

    /// <summary>Profile of the instance it takes; null: a whole GPU.</summary>
    public BoardProfile? Profile { get; init; }

    public required ulong MemoryBytes { get; init; }

    public required WorkloadShape Shape { get; init; }

    public required string Command { get; init; }

    /// <summary>Simulated seconds since the start.</summary>
    public required double ArrivesAt { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>Busy share of its seat.</summary>
    public double Load { get; init; } = 0.95;
}
