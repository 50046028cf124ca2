namespace Optimizer.Model.Plans;

/// <summary>What a plan expects of one workload.</summary>
public sealed record WorkloadOutlook
{
    /// <summary>Which workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Demand capacity is planned for. Unit: the workload's own, mostly requests per second.</summary>
    public required double PlanningRate { get; init; }

    /// <summary>Demand that is expected. Same unit.</summary>
    public required double ExpectedRate { get; init; }

    /// <summary>Capacity before the plan. Same unit.</summary>
    public required double CapacityNow { get; init; }

    /// <summary>Capacity after the plan. Same unit.</summary>
    public required double CapacityPlanned { get; init; }

    /// <summary>Replicas before and after.</summary>
    public required int ReplicasNow { get; init; }

    /// <summary>Replicas after the plan.</summary>
    public required int ReplicasPlanned { get; init; }

    /// <summary>Where <see cref="PlanningRate"/> comes from, one clause, for example <c>P95 of the peak of the next 15 min</c>.</summary>
    public required string Basis { get; init; }
}
