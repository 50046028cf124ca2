using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests.Generators;
using Optimizer.Planning.Transitions;
using static Optimizer.Planning.Tests.Checks.SoundPlan;

namespace Optimizer.Planning.Tests.Checks;

/// <summary>States a node can report that the planner and the rules could read differently.</summary>
public sealed class PlannerAgreementTests
{
    [Fact]
    public void Plan_WhereAReplicaHasMoreProcessesThanListed_StillCountsItsCapacity()
    {
        // A server of one replica that runs as three processes: its floor is kept, and no plan may be thrown away for it.
        PlanningProblem problem = Some.Problem(
            [Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat-7b") with { Processes = 3 })],
            Some.Service("chat-7b", 7, ("3g.40gb", 7)) with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 1), FloorRate = 7 },
            Some.Service("embed", 5, ("1g.10gb", 5)) with { Replicas = new ReplicaRange(1, 2) });

        Plan plan = Agreed(problem);

        Assert.Null(plan.Hold);
        Assert.Equal(7, plan.Outlook.Single(one => one.Workload == "chat-7b").CapacityPlanned);
        Assert.Empty(PlanCheck.Violations(problem, PlanFor.Hold(problem, account: plan.Alternatives.Single(one => one.Name == "stay").Account)));
    }

    [Fact]
    public void Plan_WhereTheLinksOfARunningJobAreNotKnown_LeavesItAlone()
    {
        PlanningProblem problem = Some.Problem(
            Enumerable.Range(1, 3).Select(number => Some.Gpu(number) with { NvLinkIsland = null, MigEnabled = false, WholeGpuWorkload = number < 3 ? "batch-train" : null }),
            Some.Service("batch-train", 40, ("gpu", 40)) with { Kind = DeclaredKind.Training, GpusPerReplica = 2, Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 1), Move = null });

        Assert.Equal(["batch-train", "batch-train", null], Agreed(problem).Targets.Select(target => target.WholeGpuWorkload));
    }

    [Fact]
    public void Plan_OfAJobWhoseGpusHaveNoLinks_IsRefused()
    {
        PlanningProblem problem = Some.Problem(
            Enumerable.Range(1, 2).Select(number => Some.Gpu(number) with { NvLinkIsland = null, MigEnabled = false }),
            Some.Service("batch-train", 40, ("gpu", 40)) with { GpusPerReplica = 2 });

        PlanRefusal refusal = Assert.Single(Assert.IsType<PlanResult.Refused>(new Planner().Plan(problem)).Refusals);

        Assert.Equal(RefusalReason.NothingServes, refusal.Reason);
        Assert.Contains("the largest island of GPUs it fits has 1", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Violations_OfAPlanWithATemporarySeat_AreNoneWithinTheBudgetForIt()
    {
        // chat-7b and rank change places; one of them waits on a third seat so that neither falls below its floor: three stops, two moves.
        WorkloadNeed chat = Some.Service("chat-7b", 7, ("3g.40gb", 7)) with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 9), FloorRate = 7 };
        PlanningProblem problem = Some.Problem(
            [Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat-7b"), Some.Slice("3g.40gb", 4, "embed", pinned: true)), Some.Gpu(2).WithSlices(Some.Slice("3g.40gb", 0, "rank"))],
            chat, chat with { Name = "rank" }, Some.Service("embed", 5, ("3g.40gb", 5)));
        problem = problem.WithGates(gates => gates with { MaxShareMoving = 1 });
        ValueArray<GpuTarget> targets = PlanFor.Present(problem).With(1, On("3g.40gb", 0, "rank"), On("3g.40gb", 4, "embed")).With(2, On("3g.40gb", 0, "chat-7b"));
        Transition transition = TransitionPlanner.Plan(problem, targets);
        Plan plan = PlanFor.Acting(problem, targets, transition.Steps, Worth with { InstanceChanges = Money.Zero }, Stay) with { Notes = transition.Notes };

        Assert.Equal(3, transition.Steps.Count(step => step is PlanStep.StopReplica { Moved: true }));
        Assert.Equal(2, plan.Alternatives[0].Moves);
        Assert.Empty(PlanCheck.Violations(problem, plan));

        // The way over the third seat is a disruption of its own, and the day's budget counts it.
        Assert.Empty(PlanCheck.Violations(problem.WithGates(gates => gates with { MovesPerDay = 3 }), plan));
        Assert.Equal("moves-within-budget", Assert.Single(PlanCheck.Violations(problem.WithGates(gates => gates with { MovesPerDay = 2 }), plan)).Invariant);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(28)]
    [InlineData(41)]
    [InlineData(47)]
    [InlineData(81)]
    [InlineData(91)]
    [InlineData(103)]
    public void Plan_WhereProcessesAndLinksDifferFromWhatIsListed_KeepsEveryRule(int seed)
    {
        PlanningProblem problem = ProblemGenerator.Create(seed, 1 + (seed % 8), 1 + (seed * 7 % 16), gated: seed % 3 != 0);
        Random random = new(seed);
        problem = problem with
        {
            Gpus = problem.Gpus.Select(gpu => gpu with
            {
                NvLinkIsland = gpu.WholeGpuWorkload is not null ? null : gpu.NvLinkIsland,
                Slices = gpu.Slices.Select(slice => slice.Workload is not null && random.Next(3) > 0 ? slice with { Processes = slice.Processes + 1 } : slice).ToValueArray(),
            }).ToValueArray(),
        };

        Agreed(problem);
    }

    private static Plan Agreed(PlanningProblem problem)
    {
        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan;
        Assert.Empty(PlanCheck.Violations(problem, plan));
        Assert.DoesNotContain(plan.Alternatives, one => one.Sentence.Contains("breaks the rule", StringComparison.Ordinal));
        return plan;
    }
}
