namespace Optimizer.Model.Snapshots;

/// <summary>One reason that holds clocks back.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Active">Whether it holds them back now; null when the driver only counts its time.</param>
/// <param name="Seconds">Time it did, cumulative; null when the driver does not count it.</param>
public readonly record struct ClockEvent(ClockEventReason Reason, bool? Active, double? Seconds);
