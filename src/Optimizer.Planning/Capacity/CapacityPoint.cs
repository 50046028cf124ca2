using NodaTime;

namespace Optimizer.Planning.Capacity;

/// <summary>What a <see cref="CapacityBook"/> holds of one workload on one seat.</summary>
public sealed record CapacityPoint
{
    /// <summary>The seat.</summary>
    public required ProfileShape Shape { get; init; }

    /// <summary>Rate the operator stated; positive. Null: none was.</summary>
    public double? Declared { get; init; }

    /// <summary>Mean rate at saturation, older readings counting less; positive. Null: never seen saturated.</summary>
    public double? Observed { get; init; }

    /// <summary>Readings behind <see cref="Observed"/>, worth what they are at <see cref="ObservedAt"/>; 0 without any.</summary>
    public double ObservedWeight { get; init; }

    /// <summary>Time of the last reading at saturation; null without any.</summary>
    public Instant? ObservedAt { get; init; }

    /// <summary>Highest rate served within the latency limit; the capacity is at least that. Null: none seen.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Time of the reading behind <see cref="AtLeast"/>.</summary>
    public Instant? AtLeastAt { get; init; }

    /// <summary>Mean SM activity at saturation, 0 to 1, of the seat's own hardware; null: not read.</summary>
    public double? SmRatio { get; init; }

    /// <summary>Mean DRAM activity at saturation, 0 to 1, of the seat's own bandwidth; null: not read.</summary>
    public double? DramRatio { get; init; }

    /// <summary>Readings at saturation worth anything at a time; each halves in <see cref="CapacityBook.HalfLife"/>.</summary>
    internal double WeightAt(Instant now) =>
        ObservedAt is { } at ? ObservedWeight * Math.Pow(0.5, Math.Max(0, (now - at).TotalSeconds) / CapacityBook.HalfLife.TotalSeconds) : 0;
}
