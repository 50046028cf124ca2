namespace Optimizer.Model.Snapshots;

/// <summary>Memory of a GPU or of a GPU instance. Unit: bytes. Free is capacity less used less reserved.</summary>
/// <param name="CapacityBytes">All of it.</param>
/// <param name="UsedBytes">Allocated, the driver's own share left out where the driver separates it.</param>
/// <param name="ReservedBytes">The driver's own share; null where it is inside <paramref name="UsedBytes"/>.</param>
public sealed record MemoryUse(ulong CapacityBytes, ulong? UsedBytes, ulong? ReservedBytes);
