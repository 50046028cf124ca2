namespace Optimizer.Planning.Problems;

/// <summary>What one replica serves on one kind of seat. Only seats inside the workload's latency limit and memory are options.</summary>
public sealed record SeatOption
{
    /// <summary>MIG profile, or <see cref="Model.Workloads.ProfileCapacity.WholeGpu"/>.</summary>
    public required string Profile { get; init; }

    /// <summary>GPU model this figure holds for; null: every GPU with a profile of that name.</summary>
    public string? GpuModel { get; init; }

    /// <summary>Demand one replica serves; positive, in the workload's own unit, mostly requests per second.</summary>
    public required double Rate { get; init; }

    /// <summary>Processes of the replica, from 1; more than one share the instance under MPS.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Relative error of <see cref="Rate"/> where it was learned instead of declared or observed, 0 to 1; the planner counts on Rate x (1 - error).</summary>
    public double RateError { get; init; }

    /// <summary>Where the figure comes from, one word: <c>declared</c>, <c>observed</c> or <c>learned</c>.</summary>
    public string Source { get; init; } = "declared";

    /// <summary>The rate the planner counts on.</summary>
    public double CarefulRate => Rate * (1 - RateError);
}
