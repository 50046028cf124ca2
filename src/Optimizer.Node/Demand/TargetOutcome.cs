using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>What came of asking one target.</summary>
/// <param name="At">When the answer was in.</param>
/// <param name="Reading">Label sets of a scrape; null otherwise.</param>
/// <param name="Value">Sum of the answer; null with trouble.</param>
/// <param name="Trouble">Why there is none; null when there is.</param>
/// <param name="Detail">What was seen, for the log.</param>
internal sealed record TargetOutcome(Instant At, MetricReading? Reading, double? Value, DemandTroubleReason? Trouble, string Detail);
