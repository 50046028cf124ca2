using Optimizer.Model.Collections;

namespace Optimizer.Model.Mig;

/// <summary>A kind of GPU instance that one GPU offers, as its driver describes it.</summary>
/// <remarks>
/// Figures move between drivers and boards (3g.40gb was printed as 3g.39gb; H100 PCIe and SXM differ in SMs), so they are read from the
/// GPU at hand and never from a table. A profile is only a description; <see cref="MigGeometry.TryCreate"/> refuses one that makes no sense.
/// </remarks>
public sealed record MigProfile
{
    /// <summary>Name without the leading "MIG ", for example <c>3g.40gb</c> or <c>1g.10gb+me</c>; unique within a GPU.</summary>
    public required string Name { get; init; }

    /// <summary>The profile id every other NVML call wants (19 for 1g on 7-slice boards), not the enum the profile was asked for by.</summary>
    public required uint Id { get; init; }

    /// <summary>Compute slices one instance takes; from 1.</summary>
    public required int ComputeSlices { get; init; }

    /// <summary>Memory slices one instance takes, the size of each of its placements; from 1.</summary>
    public required int MemorySlices { get; init; }

    /// <summary>Streaming multiprocessors of one instance; the weight for cost and utilisation.</summary>
    public required int Multiprocessors { get; init; }

    /// <summary>Device memory of one instance, bytes. A live instance can report somewhat more.</summary>
    public required ulong MemoryBytes { get; init; }

    /// <summary>Most instances of this profile on one GPU at a time; from 1. It is what makes <c>+me</c> one per GPU.</summary>
    public required int MaxInstances { get; init; }

    /// <summary>Engines one instance owns.</summary>
    public EngineCounts Engines { get; init; } = EngineCounts.None;

    /// <summary>Every place an instance may be put, in ascending order of start; never empty in a geometry.</summary>
    public required ValueArray<Placement> Placements { get; init; }

    /// <summary>The profile's name.</summary>
    public override string ToString() => Name;
}
