using System.Diagnostics.CodeAnalysis;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Simulation.Boards;

/// <summary>The MIG geometry of a product of the catalogue, for work without a driver to ask.</summary>
public static class BoardGeometry
{
    /// <summary>Builds it as the node builds one from a driver's answers.</summary>
    /// <param name="board">The product.</param>
    /// <param name="geometry">Its geometry when the answer is true.</param>
    /// <param name="problem">One sentence when the answer is false.</param>
    public static bool TryCreate(SimulatedBoard board, [NotNullWhen(true)] out MigGeometry? geometry, [NotNullWhen(false)] out string? problem)
    {
        MigProfile[] profiles = [.. board.Profiles.Select(ToProfile)];
        return MigGeometry.TryCreate(profiles, MigGeometry.WholeGpuEngines(profiles), out geometry, out problem);
    }

    private static MigProfile ToProfile(BoardProfile profile) => new()
    {
        Name = profile.Name,
        Id = (uint)profile.Id,
        ComputeSlices = profile.ComputeSlices,
        MemorySlices = profile.MemorySlices,
        Multiprocessors = profile.Multiprocessors,
        MemoryBytes = (ulong)profile.MemoryMib * 1024 * 1024,
        MaxInstances = profile.MaxInstances,
        Engines = new EngineCounts(profile.CopyEngines, profile.Decoders, profile.Encoders, profile.Jpeg, profile.OpticalFlow),
        Placements = profile.Placements.Select(static placement => new Placement(placement.Start, placement.Size)).Order().ToValueArray(),
    };
}
