namespace Optimizer.Exporter.Exposition;

/// <summary>Series of one family that were not exposed, cumulative.</summary>
/// <param name="Invalid">Values that cannot be: not a number, a ratio outside 0 to 1, a negative count, a second value for one series.</param>
/// <param name="Limit">Beyond the family's cap.</param>
/// <param name="Filter">Switched off by the operator.</param>
internal readonly record struct DropCounts(long Invalid, long Limit, long Filter);
