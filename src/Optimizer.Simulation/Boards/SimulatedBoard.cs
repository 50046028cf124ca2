using System.Collections.Immutable;
using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Boards;

/// <summary>A MIG-capable GPU product as the simulated driver presents it. Source: the embedded <c>mig-profiles.json</c>.</summary>
/// <param name="Key">Stable key, for example <c>h100-80gb-sxm</c>.</param>
/// <param name="Title">The product's name with its memory size.</param>
/// <param name="Architecture">Architecture the driver reports.</param>
/// <param name="ComputeCapabilityMajor">CUDA compute capability, major part.</param>
/// <param name="ComputeCapabilityMinor">CUDA compute capability, minor part.</param>
/// <param name="PciDeviceId">PCI device id in the upper half, vendor 0x10DE in the lower.</param>
/// <param name="ComputeSlices">Compute slices of the whole GPU.</param>
/// <param name="MemorySlices">Memory slices of the whole GPU; the unit of placements.</param>
/// <param name="MemoryMib">Memory of the whole GPU; MiB.</param>
/// <param name="Multiprocessors">Streaming multiprocessors with MIG off.</param>
/// <param name="MaxGpuInstances">Most GPU instances at once.</param>
/// <param name="Profiles">GPU instance profiles by enum index.</param>
public sealed record SimulatedBoard(
    string Key,
    string Title,
    NvmlArchitecture Architecture,
    int ComputeCapabilityMajor,
    int ComputeCapabilityMinor,
    uint PciDeviceId,
    int ComputeSlices,
    int MemorySlices,
    int MemoryMib,
    int Multiprocessors,
    int MaxGpuInstances,
    ImmutableArray<BoardProfile> Profiles)
{
    /// <summary>The profile that spans the GPU; its engine counts are the board's totals.</summary>
    public BoardProfile Whole => Profiles.First(profile => profile.MemorySlices == MemorySlices);

    /// <summary>A profile by name; null when the board lacks it.</summary>
    public BoardProfile? FindProfile(string name) => Profiles.FirstOrDefault(profile => profile.Name == name);
}
