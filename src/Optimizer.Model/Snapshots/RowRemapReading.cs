using NodaTime;

namespace Optimizer.Model.Snapshots;

/// <summary>Remapped memory rows, as last readable: the driver refuses this while MIG instances exist.</summary>
/// <param name="Correctable">Rows remapped for correctable errors.</param>
/// <param name="Uncorrectable">Rows remapped for uncorrectable errors.</param>
/// <param name="Pending">A remap waits for the next reset.</param>
/// <param name="Failed">A remap failed: the board is due for replacement.</param>
/// <param name="ObservedAt">When this was read; older than the snapshot while MIG instances exist.</param>
public sealed record RowRemapReading(ulong Correctable, ulong Uncorrectable, bool Pending, bool Failed, Instant ObservedAt);
