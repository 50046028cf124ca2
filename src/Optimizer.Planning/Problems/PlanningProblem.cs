using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Problems;

/// <summary>Everything a planner may know. Nothing else goes in: the same problem gives the same plan.</summary>
public sealed record PlanningProblem
{
    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>Generation of the plan before; 0: there was none.</summary>
    public long Generation { get; init; }

    /// <summary>GPUs ordered by node, then UUID (both ordinal).</summary>
    public required ValueArray<GpuState> Gpus { get; init; }

    /// <summary>Workloads ordered by name (ordinal).</summary>
    public required ValueArray<WorkloadNeed> Workloads { get; init; }

    /// <summary>Tenants with terms of their own, ordered by name (ordinal).</summary>
    public ValueArray<TenantTerms> Tenants { get; init; } = [];

    /// <summary>The operator's terms.</summary>
    public required PolicyTerms Terms { get; init; }

    /// <summary>Disruptions of the last day, oldest first.</summary>
    public ValueArray<PastChange> Past { get; init; } = [];
}
