using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Problems;

/// <summary>Everything a planning problem is built from at one moment.</summary>
public sealed record ProblemInputs
{
    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>Generation of the plan before; 0: there was none.</summary>
    public required long Generation { get; init; }

    /// <summary>The node.</summary>
    public required NodeSnapshot Seen { get; init; }

    /// <summary>What is expected of demand; null where there is no forecasting.</summary>
    public DemandForecast? Forecast { get; init; }

    /// <summary>What operators declare, ordered by name.</summary>
    public required ValueArray<WorkloadDeclaration> Declarations { get; init; }

    /// <summary>What runs, as those who run it say.</summary>
    public required ValueArray<Replica> Replicas { get; init; }

    /// <summary>Workloads somebody here can start and stop, by name; the others' seats are pinned.</summary>
    public required Func<WorkloadDeclaration, bool> Runs { get; init; }

    /// <summary>Workloads of which a second replica may run beside the first; the others never get more than one.</summary>
    public Func<WorkloadDeclaration, bool> RunsTwice { get; init; } = static _ => true;

    /// <summary>The operator's terms.</summary>
    public required PolicyTerms Terms { get; init; }

    /// <summary>Tenants with terms of their own, ordered by name.</summary>
    public ValueArray<TenantTerms> Tenants { get; init; } = [];

    /// <summary>Disruptions of the last 24 hours, oldest first.</summary>
    public ValueArray<PastChange> Past { get; init; } = [];

    /// <summary>GPUs to leave alone, with the reason.</summary>
    public ValueArray<Model.Acting.Quarantine> Quarantines { get; init; } = [];

    /// <summary>What was learned so far.</summary>
    public required LearnedState Learned { get; init; }
}
