using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Planning.Problems;

/// <summary>A disruption that happened, for budgets and dwell.</summary>
/// <param name="At">When.</param>
/// <param name="Gpu">Where.</param>
/// <param name="Rung">How deep it cut.</param>
/// <param name="Workload">Whose replica it was; null for an instance nobody used.</param>
/// <param name="Tenant">Its tenant; null: none.</param>
public sealed record PastChange(Instant At, GpuUuid Gpu, DisruptionRung Rung, string? Workload, string? Tenant);
