using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests.Checks;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Planning.Tests.Explanations;

/// <summary>Plans made by hand, with the figures a planner would give.</summary>
internal static class ExamplePlans
{
    private const string Peak = "P95 of the peak of the next 60 min";

    private static Account Worth(double value, double penalty, double gpu, double energy, double moving = 0, double changes = 0) =>
        new(Money.Of(value), Money.Of(penalty), Money.Of(gpu), Money.Of(energy), Money.Zero, Money.Of(moving), Money.Of(changes));

    private static WorkloadNeed Chat(double planning) => Some.Service("chat-7b", planning, ("2g.20gb", 4.4), ("3g.40gb", 7), ("4g.40gb", 7.6)) with
    {
        Tenant = "search", Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 6), FloorRate = 4, Basis = Peak, Restart = Duration.FromSeconds(65),
    };

    private static WorkloadNeed Embed => Some.Service("embed", 12, ("1g.10gb", 5)) with { Replicas = new ReplicaRange(1, 8), Basis = Peak };

    private static readonly GpuState First = Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat-7b"), Some.Slice("1g.10gb", 4, "embed"), Some.Slice("1g.10gb", 5, "embed"));

    private static PlanningProblem Node(double chat) => Some.Problem([First, Some.Gpu(2)], Chat(chat), Embed) with { Generation = 41 };

    /// <summary>The evening peak is coming; there is room beside what runs.</summary>
    internal static (PlanningProblem Problem, Plan Plan) Growth()
    {
        PlanningProblem problem = Node(10.5) with { Gpus = [First] };
        ValueArray<GpuTarget> targets = PlanFor.Present(problem).With(1, On("3g.40gb", 0, "chat-7b"), On("1g.10gb", 4, "embed"), On("1g.10gb", 5, "embed"), On("1g.10gb", 6, "embed"));
        Plan plan = PlanFor.Acting(problem, targets, [SoundPlan.Create(1, "1g.10gb", 6), SoundPlan.Start(1, "1g.10gb", 6, "embed")], Worth(5.82, 6, 2, 0.31, 0, 0.0003), Worth(5.43, 14.57, 2, 0.3));
        return (problem, plan with
        {
            Summary = "Gives embed a third replica in free space before its demand outgrows two.",
            Alternatives =
            [
                plan.Alternatives[0] with { Name = "free-space", UnmetRatio = 0.19, Sentence = "It moves nobody and destroys nothing, so only a freeze could stop it; 0.39 EUR of value and 8.57 EUR less penalty." },
                plan.Alternatives[1] with { UnmetRatio = 0.28, Sentence = "embed would be short of 2 requests/s of the 12 planned." },
            ],
            Notes = [new PlanNote("chat-7b", "It is short of 3.5 of the 10.5 planned: no GPU has room for another of its profiles while embed keeps its seats.")],
            Proof = new SolveProof("cp-sat", true, plan.Account.Net, 0),
        });
    }

    /// <summary>One GPU can be emptied at night; the move is made before the break.</summary>
    internal static (PlanningProblem Problem, Plan Plan) Move()
    {
        PlanningProblem problem = Some.Problem(
            [Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 4, "embed"), Some.Slice("1g.10gb", 5, "embed"), Some.Slice("1g.10gb", 6, "embed")), Some.Gpu(2).WithSlices(Some.Slice("4g.40gb", 0, "chat-7b"))],
            Chat(6.2), Embed) with { Generation = 12 };
        ValueArray<GpuTarget> targets = PlanFor.Present(problem).With(1, On("3g.40gb", 0, "chat-7b"), On("1g.10gb", 4, "embed"), On("1g.10gb", 5, "embed"), On("1g.10gb", 6, "embed")).With(2);
        Plan plan = PlanFor.Acting(
            problem, targets,
            [SoundPlan.Create(1, "3g.40gb", 0), SoundPlan.Start(1, "3g.40gb", 0, "chat-7b", moved: true), SoundPlan.Stop(2, "4g.40gb", 0, "chat-7b", moved: true), SoundPlan.Destroy(2, "4g.40gb", 0)],
            Worth(5.1, 0, 2, 0.33, 0.12, 0.0006), Worth(5.1, 0, 4, 0.41));
        return (problem, plan with
        {
            Summary = "Moves chat-7b from GPU 2 to GPU 1 and leaves GPU 2 empty.",
            Alternatives =
            [
                plan.Alternatives[0] with { Name = "move", Sentence = "One GPU less is in use: it saves 2.08 EUR for 0.12 EUR of disruption, 17 times its cost where 2 times is asked for." },
                plan.Alternatives[1] with { Sentence = "It keeps a second GPU in use for 4 of its 7 slices." },
                PlanFor.Alternative("free-space", problem, PlanFor.Present(problem), plan.Alternatives[1].Account, HoldReason.WorthLess) with { Sentence = "No workload is short, so there is nothing to add." },
            ],
            Proof = new SolveProof("cp-sat", false, plan.Account.Net + Money.Of(0.03), 0.0122),
        });
    }

    /// <summary>The same move is not worth it when the night is nearly over.</summary>
    internal static (PlanningProblem Problem, Plan Plan) TooSmall()
    {
        (PlanningProblem problem, Plan move) = Move();
        problem = problem with { Terms = problem.Terms with { Horizon = Duration.FromMinutes(10) } };
        Account stay = Worth(0.85, 0, 0.667, 0.068), moved = Worth(0.85, 0, 0.5, 0.062, 0.12, 0.0006);
        Plan plan = PlanFor.Hold(problem, HoldReason.BenefitTooSmall, stay);
        return (problem, plan with
        {
            Summary = "Moving chat-7b would gain 0.17 EUR in the next 10 min for 0.12 EUR of disruption; twice that, 0.24 EUR, is asked for.",
            Alternatives =
            [
                PlanFor.Alternative("move", problem, move.Targets, moved, HoldReason.BenefitTooSmall) with { Sentence = "Its gain is 1.4 times its disruption where 2 times is asked for." },
                plan.Alternatives[0] with { Sentence = "Nobody is short, and no change pays for itself." },
            ],
            Proof = new SolveProof("cp-sat", true, moved.Net, 0),
        });
    }

    /// <summary>Demand outgrows capacity in a freeze: nothing is done, and it is said what that costs.</summary>
    internal static (PlanningProblem Problem, Plan Plan) Frozen()
    {
        PlanningProblem problem = Node(10.5);
        problem = problem with { Terms = problem.Terms with { Gates = problem.Terms.Gates with { Freezes = [new Interval(problem.At - Duration.FromHours(4), problem.At + Duration.FromHours(6))] } } };
        Account stay = Worth(5.43, 14.57, 2, 0.3), grown = Worth(8.1, 0, 4, 0.55, 0, 0.0006);
        Plan plan = PlanFor.Hold(problem, HoldReason.Frozen, stay);
        ValueArray<GpuTarget> targets = PlanFor.Present(problem).With(2, On("3g.40gb", 0, "chat-7b"), On("1g.10gb", 4, "embed"));
        return (problem, plan with
        {
            Summary = "A freeze is in force until 2026-11-23T18:00:00Z; without it, free-space would be worth 14.99 EUR more in the next 60 min.",
            Alternatives =
            [
                PlanFor.Alternative("free-space", problem, targets, grown, HoldReason.Frozen) with { Sentence = "It would start one replica of chat-7b and one of embed on GPU 2." },
                plan.Alternatives[0] with { UnmetRatio = 0.28, Sentence = "Both workloads stay short until the freeze ends." },
            ],
            Notes = [new PlanNote("chat-7b", "Its floor of 4 is kept; it is short of 3.5 of the 10.5 planned."), new PlanNote("embed", "It is short of 2 of the 12 planned.")],
            Proof = new SolveProof("constructive", false, null, null),
        });
    }

    private static InstanceTarget On(string profile, int start, string workload) => SoundPlan.On(profile, start, workload);
}
