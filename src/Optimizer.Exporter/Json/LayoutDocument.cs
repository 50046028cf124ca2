using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Json;

/// <summary>The document behind <c>/api/v1/layout</c>: how each GPU is cut now.</summary>
/// <param name="Sequence">Number of the snapshot it was made from.</param>
/// <param name="At">When that cycle began.</param>
/// <param name="Gpus">The GPUs that can do MIG and answer, in the order of the snapshot.</param>
internal sealed record LayoutDocument(long Sequence, Instant At, ValueArray<LayoutDocument.Gpu> Gpus)
{
    /// <summary>Takes the layout out of a snapshot.</summary>
    public static LayoutDocument From(NodeSnapshot node) => new(
        node.Sequence,
        node.At,
        node.Gpus.Where(static gpu => gpu.Mig is not null).Select(static gpu => Of(gpu, gpu.Mig!)).ToValueArray());

    private static Gpu Of(GpuSnapshot gpu, MigReading mig) => new(
        gpu.Uuid, gpu.Identity.Index, gpu.Identity.Name, mig.Enabled, mig.Pending, mig.Layout, mig.Generation,
        mig.Instances.Select(static instance => new Instance(
            instance.Id, instance.Profile, instance.PlacementStart, instance.PlacementSize, instance.ComputeSlices, instance.ComputeInstances)).ToValueArray(),
        mig.Placeable, mig.Slices, mig.FragmentationRatio);

    /// <summary>One GPU; members as in <see cref="MigReading"/>.</summary>
    internal sealed record Gpu(
        GpuUuid Uuid,
        uint Index,
        string Name,
        bool Enabled,
        bool Pending,
        string Layout,
        long Generation,
        ValueArray<Instance> Instances,
        ValueArray<PlaceableInstances> Placeable,
        SliceUse? Slices,
        double? FragmentationRatio);

    /// <summary>One GPU instance; members as in <see cref="GpuInstanceSnapshot"/>.</summary>
    internal sealed record Instance(
        uint Id, string Profile, uint? PlacementStart, uint? PlacementSize, uint? ComputeSlices, ValueArray<ComputeInstanceSnapshot> ComputeInstances);
}
