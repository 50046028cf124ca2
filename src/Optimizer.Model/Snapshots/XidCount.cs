using NodaTime;

namespace Optimizer.Model.Snapshots;

/// <summary>XID errors of one number on one GPU or GPU instance, since the daemon started.</summary>
/// <param name="GpuInstanceId">The instance; null when the driver named none.</param>
/// <param name="Xid">The number; 999 is the driver's "unknown".</param>
/// <param name="Count">How many.</param>
/// <param name="LastAt">The newest; null when there was none (watched numbers start at zero so that the first one is seen as an increase).</param>
public readonly record struct XidCount(uint? GpuInstanceId, uint Xid, ulong Count, Instant? LastAt);
