using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Families;

/// <summary>Finding GPUs that reports name.</summary>
internal static class KnownGpus
{
    /// <summary>The GPU in the snapshot; null without a snapshot, and when it is not in it.</summary>
    public static GpuSnapshot? Find(NodeSnapshot? snapshot, GpuUuid uuid)
    {
        foreach (GpuSnapshot gpu in snapshot?.Gpus ?? [])
        {
            if (gpu.Uuid == uuid)
            {
                return gpu;
            }
        }

        return null;
    }
}
