using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>A seat a workload has on a GPU that works.</summary>
/// <param name="Gpu">The GPU.</param>
/// <param name="Instance">Which instance; null: the whole GPU.</param>
/// <param name="Pinned">It must stay.</param>
internal readonly record struct PresentSeat(GpuState Gpu, PlacedInstance? Instance, bool Pinned)
{
    /// <summary>Profile, or the word for a whole GPU.</summary>
    public string Profile => Instance?.Profile ?? ProfileCapacity.WholeGpu;

    /// <summary>Device memory; null when the GPU has no such profile.</summary>
    public ulong? MemoryBytes => Instance is null ? Gpu.MemoryBytes : Gpu.Geometry?.FindProfile(Instance.Profile)?.MemoryBytes;

    /// <summary>Every seat somebody has on GPUs that are not unusable, by workload.</summary>
    public static ILookup<string, PresentSeat> Of(IEnumerable<GpuState> gpus) => gpus.Where(gpu => gpu.Usability != GpuUsability.Unusable)
        .SelectMany(gpu => gpu.Slices.Where(slice => slice.Workload is not null).Select(slice => (Name: slice.Workload!, Seat: new PresentSeat(gpu, slice.Instance, slice.Pinned)))
            .Concat(gpu.WholeGpuWorkload is { } whole ? [(Name: whole, Seat: new PresentSeat(gpu, null, gpu.WholeGpuPinned))] : []))
        .ToLookup(one => one.Name, one => one.Seat);
}
