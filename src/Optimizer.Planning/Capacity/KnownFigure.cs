namespace Optimizer.Planning.Capacity;

/// <summary>What a workload is known to serve on one seat.</summary>
/// <param name="Shape">The seat.</param>
/// <param name="Rate">Rate at saturation; positive, finite, any unit that all figures of the workload share.</param>
/// <param name="Weight">How far it counts against the others; positive, mostly the number of observations behind it.</param>
public sealed record KnownFigure(ProfileShape Shape, double Rate, double Weight = 1)
{
    /// <summary>Streaming-multiprocessor activity while it was measured, 0 to 1, of the seat's own hardware; null: not read.</summary>
    public double? SmRatio { get; init; }

    /// <summary>DRAM activity while it was measured, 0 to 1, of the seat's own bandwidth; null: not read.</summary>
    public double? DramRatio { get; init; }
}
