using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Planning.Checks;

/// <summary>A seat somebody has.</summary>
/// <param name="Gpu">Where.</param>
/// <param name="Instance">Which instance; null: the whole GPU.</param>
/// <param name="Workload">Who.</param>
/// <param name="Processes">How many processes; 0 on a whole GPU, where no state counts them.</param>
internal readonly record struct OccupiedSeat(GpuUuid Gpu, PlacedInstance? Instance, string Workload, int Processes)
{
    /// <summary>Where, for people.</summary>
    public string Place => Instance is null ? $"the whole of {Gpu}" : $"{Instance} of {Gpu}";
}
