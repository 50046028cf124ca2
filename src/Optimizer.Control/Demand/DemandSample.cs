using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>One reading of one demand series.</summary>
/// <param name="Key">The series.</param>
/// <param name="At">When it was read.</param>
/// <param name="Value">The value in the series' unit. A sample that could not be read is left out, not 0.</param>
/// <param name="Saturated">The value is a lower bound: what serves it was at its limit.</param>
/// <param name="Cap">Most the series can be on this node; null when nothing bounds it.</param>
public readonly record struct DemandSample(SeriesKey Key, Instant At, double Value, bool Saturated, double? Cap);
