using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Replicas;

/// <summary>A place for one replica: an instance of a GPU, or a whole GPU. Never named by an index, a GPU instance id or a MIG UUID, which are all reused.</summary>
/// <param name="Gpu">The GPU.</param>
/// <param name="Instance">Which instance; null: the whole GPU, MIG off.</param>
public sealed record Seat(GpuUuid Gpu, PlacedInstance? Instance) : IComparable<Seat>
{
    /// <summary>Orders by GPU, the whole GPU first, then by instance.</summary>
    public int CompareTo(Seat? other)
    {
        if (other is null)
        {
            return 1;
        }

        int byGpu = Gpu.CompareTo(other.Gpu);
        return byGpu != 0 ? byGpu
            : Instance is null ? (other.Instance is null ? 0 : -1)
            : Instance.CompareTo(other.Instance);
    }

    /// <summary>For people, for example <c>3g.40gb@4 of GPU-5f…</c>.</summary>
    public override string ToString() => Instance is null ? $"the whole of {Gpu}" : $"{Instance} of {Gpu}";
}
