using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Policies;

public sealed class GivenUpTests
{
    private static readonly GpuState Two = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 0, "chat"), Some.Slice("1g.10gb", 1, "chat"));

    [Fact]
    public void Again_OfAReplicaStopped_IsItsStart()
    {
        WorkloadNeed chat = Some.Service("chat", 1, ("1g.10gb", 1.0));
        PlanningProblem problem = Some.Problem([Two], chat);

        Assert.Equal(new CostModel(problem).Start(chat, chat.Options[0]), Again(problem, moved: false));
    }

    [Fact]
    public void Again_OfAReplicaMoved_IsNothing() => Assert.Equal(default, Again(Some.Problem([Two], Some.Service("chat", 1, ("1g.10gb", 1.0))), moved: true));

    [Fact]
    public void Again_OfAReplicaBeyondTheMost_IsNothing() =>
        Assert.Equal(default, Again(Some.Problem([Two], Some.Service("chat", 1, ("1g.10gb", 1.0)) with { Replicas = new ReplicaRange(0, 1) }), moved: false));

    [Fact]
    public void Again_OfAReplicaOfATenantOverItsQuota_IsNothing()
    {
        PlanningProblem problem = Some.Problem([Two], Some.Service("chat", 1, ("1g.10gb", 1.0)) with { Tenant = "search" });

        Assert.Equal(default, Again(problem with { Tenants = [new TenantTerms("search", 1 / 7.0)] }, moved: false));
        Assert.NotEqual(default, Again(problem with { Tenants = [new TenantTerms("search", 2 / 7.0)] }, moved: false));
    }

    [Fact]
    public void Plan_ToStopASurplusReplicaThatFreesNoGpu_IsHeldAndSaysWhy()
    {
        PlanningProblem problem = Some.Problem([Two], Some.Service("chat", 0.5, ("1g.10gb", 1.0)) with { Replicas = new ReplicaRange(1, 5) });

        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan;

        Assert.Equal(HoldReason.BenefitTooSmall, plan.Hold);
        Assert.Contains("to start again", plan.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ToStopASurplusReplicaThatFreesAGpu_Acts()
    {
        GpuState[] apart = [Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 0, "chat")), Some.Gpu(2).WithSlices(Some.Slice("1g.10gb", 0, "chat"))];

        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner().Plan(Some.Problem(apart, Some.Service("chat", 0.5, ("1g.10gb", 1.0)) with { Replicas = new ReplicaRange(1, 5) }))).Plan;

        Assert.Null(plan.Hold);
        Assert.Single(plan.Steps.OfType<PlanStep.StopReplica>());
    }

    private static Account Again(PlanningProblem problem, bool moved) => GivenUp.Again(problem, new CostModel(problem), [new PlanStep.StopReplica("chat", Two.Slices[1].Instance, moved)
    {
        Gpu = Two.Uuid, Rung = DisruptionRung.Move, ExpectedSeconds = 1,
    }]);
}
