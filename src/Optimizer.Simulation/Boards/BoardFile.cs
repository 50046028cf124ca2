using System.Collections.Immutable;

namespace Optimizer.Simulation.Boards;

/// <summary>The part of <c>mig-profiles.json</c> that the simulation reads; its sources block stays in the file as attribution.</summary>
internal sealed record BoardFile(ImmutableArray<BoardFile.Product> Products)
{
    public sealed record Product(
        string Key,
        string Title,
        string Architecture,
        string ComputeCapability,
        ImmutableArray<PciId> PciDeviceIds,
        int ComputeSlices,
        int MemorySlices,
        Figure MemoryTotalMib,
        Figure SmTotal,
        int MaxGpuInstances,
        ImmutableArray<Profile> Profiles);

    public sealed record PciId(string Id);

    public sealed record Figure(int Value);

    public sealed record Profile(
        string Name,
        int NvmlProfileEnum,
        int NvidiaSmiProfileId,
        int ComputeSlices,
        int MemorySlices,
        int MemoryMib,
        int Sm,
        int CopyEngines,
        int Decoders,
        int Encoders,
        int Jpeg,
        int Ofa,
        int MaxInstances,
        ImmutableArray<Place> Placements);

    public sealed record Place(int Start, int Size);
}
