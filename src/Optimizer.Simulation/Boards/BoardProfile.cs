using System.Collections.Immutable;

namespace Optimizer.Simulation.Boards;

/// <summary>A GPU instance profile of a board, as the driver would describe it.</summary>
/// <param name="Name">Name without the driver's "MIG " prefix, for example <c>1g.10gb+me</c>.</param>
/// <param name="EnumIndex">The argument of <c>nvmlDeviceGetGpuInstanceProfileInfo</c>, 0..17.</param>
/// <param name="Id">The profile id every other call wants, for example 19 for 1g on seven-slice boards.</param>
/// <param name="ComputeSlices">Compute slices, 1..8.</param>
/// <param name="MemorySlices">Memory slices, the size of every placement.</param>
/// <param name="MemoryMib">Memory of one instance; MiB.</param>
/// <param name="Multiprocessors">Streaming multiprocessors of one instance.</param>
/// <param name="CopyEngines">Copy engines.</param>
/// <param name="Decoders">Video decoders.</param>
/// <param name="Encoders">Video encoders.</param>
/// <param name="Jpeg">JPEG engines.</param>
/// <param name="OpticalFlow">Optical flow engines.</param>
/// <param name="MaxInstances">Most instances of this profile one GPU can hold.</param>
/// <param name="Placements">Legal placements, by start.</param>
public sealed record BoardProfile(
    string Name,
    int EnumIndex,
    int Id,
    int ComputeSlices,
    int MemorySlices,
    int MemoryMib,
    int Multiprocessors,
    int CopyEngines,
    int Decoders,
    int Encoders,
    int Jpeg,
    int OpticalFlow,
    int MaxInstances,
    ImmutableArray<BoardPlacement> Placements)
{
    /// <summary>The profile owns media engines that the board has once (<c>+me</c>), so only one such instance fits on a GPU.</summary>
    public bool HasMediaExtensions => Name.Contains("+me", StringComparison.Ordinal);

    /// <summary>The name the driver gives the profile.</summary>
    public string DriverName => "MIG " + Name;
}
