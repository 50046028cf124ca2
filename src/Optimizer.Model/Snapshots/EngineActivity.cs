using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>Hardware activity over one cycle, of a GPU or of one GPU instance. Unit: ratio, 0 to 1 (readings above 1 are clamped and counted).</summary>
/// <remarks>Source: GPM, two samples at least 100 ms apart (nvmlGpmMetricsGet). For an instance, against the instance's own share of the hardware.</remarks>
public sealed record EngineActivity
{
    /// <summary>GPM metric 1.</summary>
    public double? GraphicsRatio { get; init; }

    /// <summary>GPM metric 2.</summary>
    public double? SmRatio { get; init; }

    /// <summary>GPM metric 3.</summary>
    public double? SmOccupancyRatio { get; init; }

    /// <summary>GPM metric 10.</summary>
    public double? DramRatio { get; init; }

    /// <summary>Activity by pipe, ordered by <see cref="Pipe"/>; only the pipes that are switched on and answered.</summary>
    public ValueArray<PipeActivity> Pipes { get; init; }
}
