using Optimizer.Model.Collections;

namespace Optimizer.Planning.Capacity;

/// <summary>What a <see cref="CapacityBook"/> holds of one workload.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Points">Ordered by GPU model, then profile (ordinal); each at most once.</param>
public sealed record WorkloadCapacity(string Workload, ValueArray<CapacityPoint> Points);
