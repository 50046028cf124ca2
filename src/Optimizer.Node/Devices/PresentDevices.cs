using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Devices;

/// <summary>Every GPU of the node with the MIG devices on it, as far as they answer.</summary>
/// <param name="Gpus">By GPU.</param>
public sealed record PresentDevices(ValueArray<PresentGpu> Gpus)
{
    /// <summary>What a snapshot shows.</summary>
    /// <param name="snapshot">The newest; null before the first.</param>
    public static PresentDevices Of(NodeSnapshot? snapshot) => new([.. (snapshot?.Gpus ?? [])
        .Where(static gpu => gpu.Availability == GpuAvailability.Up)
        .Select(Of)
        .OrderBy(static gpu => gpu.Gpu)]);

    /// <summary>The same with one GPU read again.</summary>
    public PresentDevices With(PresentGpu changed) => new([.. Gpus.Where(gpu => gpu.Gpu != changed.Gpu).Append(changed).OrderBy(static gpu => gpu.Gpu)]);

    private static PresentGpu Of(GpuSnapshot gpu) => new(
        gpu.Uuid,
        gpu.Identity.Minor,
        gpu.Mig is { Enabled: true },
        [.. (gpu.Mig?.Instances ?? []).SelectMany(
            static instance => instance.ComputeInstances,
            static (instance, compute) => new PresentMigDevice(compute.MigUuid, instance.Id, compute.Id))]);
}
