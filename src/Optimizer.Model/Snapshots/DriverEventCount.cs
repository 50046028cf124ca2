namespace Optimizer.Model.Snapshots;

/// <summary>Driver events of one kind since the daemon started.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many.</param>
public readonly record struct DriverEventCount(DriverEventKind Kind, ulong Count);
