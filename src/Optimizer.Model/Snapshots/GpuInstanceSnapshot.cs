using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>One GPU instance (MIG slice) in one cycle.</summary>
public sealed record GpuInstanceSnapshot
{
    /// <summary>The driver's number for it; reused after a destroy, so never an identity over time. Source: nvmlGpuInstanceGetInfo.</summary>
    public required uint Id { get; init; }

    /// <summary>Profile as the driver names it, without the leading "MIG ", for example <c>3g.40gb</c>.</summary>
    public required string Profile { get; init; }

    /// <summary>First memory slice; null when the driver does not tell placements (no permission).</summary>
    public uint? PlacementStart { get; init; }

    /// <summary>Number of memory slices; null as <see cref="PlacementStart"/>.</summary>
    public uint? PlacementSize { get; init; }

    /// <summary>Compute slices of the profile; null when not known.</summary>
    public uint? ComputeSlices { get; init; }

    /// <summary>Streaming multiprocessors; the weight for all slice arithmetic. Source: nvmlDeviceGetGpuInstanceProfileInfoV.</summary>
    public uint? Multiprocessors { get; init; }

    /// <summary>Memory shared by its compute instances. Null until it has one.</summary>
    public MemoryUse? Memory { get; init; }

    /// <summary>GPM activity over the last cycle. Null without a source and until two samples exist.</summary>
    public EngineActivity? Activity { get; init; }

    /// <summary>Compute processes on it; null when the driver does not say.</summary>
    public int? Processes { get; init; }

    /// <summary>Uncorrected SRAM errors since driver load. Source: nvmlDeviceGetMemoryErrorCounter on the MIG handle.</summary>
    public ulong? UncorrectedEccErrors { get; init; }

    /// <summary>Share of the board's energy attributed to it, joules, cumulative while it lives: an estimate, no such reading exists.</summary>
    public double? EstimatedEnergyJoules { get; init; }

    /// <summary>Time with a process bound and activity below the idle threshold, seconds, cumulative while it lives. Null without an activity source.</summary>
    public double? IdleSeconds { get; init; }

    /// <summary>Its compute instances, ordered by id. An instance without one runs no CUDA work.</summary>
    public ValueArray<ComputeInstanceSnapshot> ComputeInstances { get; init; }
}
