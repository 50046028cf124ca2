using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Ledger;

/// <summary>The account of one GPU since it was first seen.</summary>
public sealed record LedgerEntry
{
    /// <summary>Which GPU.</summary>
    public required GpuUuid Gpu { get; init; }

    /// <summary>Time in each state, in the order of <see cref="DeviceState"/>; a state that has half the GPU for a second takes half a second.</summary>
    public required ValueArray<Duration> Time { get; init; }

    /// <summary>Money for that time at the prices of the moment, in the order of <see cref="DeviceState"/>, without energy. Unit: the currency. Empty before a price was known.</summary>
    public ValueArray<double> Cost { get; init; } = [];

    /// <summary>Money for the board's energy at the tariff of the moment. Unit: the currency. Null before a tariff and a meter were known.</summary>
    public double? EnergyCost { get; init; }

    /// <summary>All time accounted for.</summary>
    public Duration Total
    {
        get
        {
            Duration total = Duration.Zero;
            foreach (Duration time in Time)
            {
                total += time;
            }

            return total;
        }
    }
}
