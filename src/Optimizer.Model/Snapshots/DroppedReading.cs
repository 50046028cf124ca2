namespace Optimizer.Model.Snapshots;

/// <summary>Readings refused or clamped because they cannot be.</summary>
/// <param name="Family">Metric family without the common prefix.</param>
/// <param name="Count">How many.</param>
public sealed record DroppedReading(string Family, long Count);
