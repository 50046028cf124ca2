using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>A GPU model of the fleet, as far as seats on it go.</summary>
/// <param name="Model">Model key.</param>
/// <param name="Geometry">How it can be cut; null: not.</param>
/// <param name="MemoryBytes">Memory of the whole GPU.</param>
internal sealed record FleetModel(string Model, MigGeometry? Geometry, ulong MemoryBytes)
{
    /// <summary>Compute slices of the whole GPU, in the same count that demand is read in.</summary>
    public int Slices => Geometry?.ComputeSlices ?? Demand.Intake.SliceScale.WithoutMig;

    /// <summary>Memory of the widest seat that a layout can always have.</summary>
    public ulong WidestBytes => Geometry?.Profiles.Max(profile => profile.MemoryBytes) ?? MemoryBytes;

    /// <summary>The models of GPUs, each once, ordered by model; those that may be used speak before those that may not.</summary>
    public static ValueArray<FleetModel> Of(IEnumerable<GpuState> gpus) => gpus
        .OrderBy(gpu => gpu.Usability).ThenByDescending(gpu => gpu.Geometry is not null).DistinctBy(gpu => gpu.Model).OrderBy(gpu => gpu.Model, StringComparer.Ordinal)
        .Select(gpu => new FleetModel(gpu.Model, gpu.Geometry, gpu.MemoryBytes)).ToValueArray();

    /// <summary>Memory of a seat; null when this model has no such profile.</summary>
    public ulong? MemoryOf(string profile) =>
        profile == Optimizer.Model.Workloads.ProfileCapacity.WholeGpu ? MemoryBytes : Geometry?.FindProfile(profile)?.MemoryBytes;

    /// <summary>As one GPU, for rules that ask for GPUs.</summary>
    public GpuState AsGpu() => new() { Uuid = new GpuUuid(Model), Model = Model, Geometry = Geometry, MigEnabled = false, MemoryBytes = MemoryBytes };
}
