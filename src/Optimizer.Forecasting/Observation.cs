using NodaTime;

namespace Optimizer.Forecasting;

/// <summary>One bin of a series.</summary>
/// <param name="BinStart">Start of the bin. A time inside a bin is taken for its bin.</param>
/// <param name="Value">Mean over the bin, in the series' unit; null when nothing was measured. Never 0 as a stand-in.</param>
/// <param name="Saturated">The value is only a lower bound of demand: the hardware could not serve more.</param>
public readonly record struct Observation(Instant BinStart, double? Value, bool Saturated = false);
