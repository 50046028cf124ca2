using NodaTime;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Acting;

/// <summary>A GPU that is left alone until an operator releases it.</summary>
/// <param name="Gpu">Which.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">What happened, one sentence.</param>
public sealed record Quarantine(GpuUuid Gpu, Instant Since, string Reason);
