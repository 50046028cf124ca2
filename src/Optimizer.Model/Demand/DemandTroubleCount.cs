namespace Optimizer.Model.Demand;

/// <summary>Readings of demand that failed for one reason.</summary>
/// <param name="Source">Kind of source, from a closed set: <c>snapshot</c>, <c>scrape</c>, <c>promql</c>, <c>backfill</c>.</param>
/// <param name="Reason">What went wrong, from a closed set in snake case.</param>
/// <param name="Count">How often, cumulative.</param>
public readonly record struct DemandTroubleCount(string Source, string Reason, long Count);
