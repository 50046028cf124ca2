namespace Optimizer.Planning.Policies;

/// <summary>A tenant's moves of the last 24 h.</summary>
/// <param name="Tenant">Tenant.</param>
/// <param name="Used">Moves of its replicas.</param>
/// <param name="Left">Moves it may still have; 0 or more, and never more than the node has left.</param>
public sealed record TenantBudget(string Tenant, int Used, int Left);
