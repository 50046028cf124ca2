namespace Optimizer.Planning.Problems;

/// <summary>What a tenant may have and is promised. Unit: GPUs; an instance counts as its compute slices over its GPU's.</summary>
/// <param name="Name">Tenant.</param>
/// <param name="QuotaGpus">Most it may use; null: no limit.</param>
/// <param name="FloorGpus">What it gets before anyone else does, as far as its workloads can use it; 0: nothing.</param>
public sealed record TenantTerms(string Name, double? QuotaGpus, double FloorGpus = 0);
