using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand.Intake;

/// <summary>The most a series can be on this node. GPUs that are lost count too: a cap that falls with a fault would cut the forecast of what comes back.</summary>
/// <param name="Slices">Compute slices of all GPUs; null without GPUs.</param>
/// <param name="MemoryBytes">Device memory of all GPUs; null when one of them does not say.</param>
internal readonly record struct NodeCapacity(double? Slices, double? MemoryBytes)
{
    public static NodeCapacity Of(NodeSnapshot snapshot, SliceScale scale)
    {
        double slices = 0;
        double? memory = snapshot.Gpus.IsEmpty ? null : 0;
        foreach (GpuSnapshot gpu in snapshot.Gpus)
        {
            slices += scale.Of(gpu);
            memory += gpu.Memory?.CapacityBytes;
        }

        return new(slices > 0 ? slices : null, memory);
    }
}
