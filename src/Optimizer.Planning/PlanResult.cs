using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning;

/// <summary>What planning answers: a plan, or everything that keeps it from making one.</summary>
public abstract record PlanResult
{
    private PlanResult()
    {
    }

    /// <summary>A plan that passed every check; it may hold.</summary>
    public sealed record Planned(Plan Plan) : PlanResult;

    /// <summary>No plan: the problem contradicts itself or cannot be met. Ordered by subject; never empty.</summary>
    public sealed record Refused(ValueArray<PlanRefusal> Refusals) : PlanResult;
}
