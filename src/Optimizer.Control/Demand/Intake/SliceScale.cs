using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Compute slices of each GPU, also while MIG is off and the driver does not tell them. Not thread safe.</summary>
/// <remarks>
/// A GPU's demand must keep its scale when MIG is switched on or off. So the count is, in this order: what its profiles say now, what they said last,
/// what those of a GPU of the same product say, and <see cref="WithoutMig"/>.
/// </remarks>
internal sealed class SliceScale
{
    /// <summary>Slices a GPU counts as when nothing on the node could tell: the cut of every data-centre board since A100, so that nodes compare.</summary>
    public const int WithoutMig = 7;

    private readonly Dictionary<GpuUuid, int> _byGpu = [];
    private readonly Dictionary<string, int> _byProduct = new(StringComparer.Ordinal);

    public void Learn(NodeSnapshot snapshot)
    {
        foreach (GpuSnapshot gpu in snapshot.Gpus)
        {
            if (gpu.Mig?.Slices is { Compute.Capacity: > 0 and int slices })
            {
                _byGpu[gpu.Uuid] = slices;
                _byProduct[gpu.Identity.Name] = slices;
            }
        }
    }

    public int Of(GpuSnapshot gpu) =>
        _byGpu.TryGetValue(gpu.Uuid, out int slices) || _byProduct.TryGetValue(gpu.Identity.Name, out slices) ? slices : WithoutMig;
}
