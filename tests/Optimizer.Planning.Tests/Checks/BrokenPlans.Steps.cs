using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests.Generators;
using static Optimizer.Planning.Tests.Checks.SoundPlan;

namespace Optimizer.Planning.Tests.Checks;

internal static partial class BrokenPlans
{
    private static IEnumerable<BrokenPlan> OfSteps()
    {
        PlanStep[] steps = Steps();
        PlanStep mode = new PlanStep.SetMigMode(true) { Gpu = Uuid(7), Rung = DisruptionRung.MigMode, ExpectedSeconds = 5 };
        return
        [
            Way("steps-legal-in-order", "started before it is created", [steps[1], steps[0], .. steps[2..]]),
            Way("steps-legal-in-order", "destroyed before it is free", [steps[0], steps[1], steps[3], steps[2]]),
            Way("steps-legal-in-order", "created over another", [Create(1, "4g.40gb", 0), .. steps]),
            Way("steps-legal-in-order", "created with MIG off", [Create(8, "1g.10gb", 0), .. steps]),
            Way("steps-legal-in-order", "destroyed twice", [.. steps, steps[3]]),
            Way("steps-legal-in-order", "started where somebody is", [Start(1, "3g.40gb", 0, "embed"), .. steps]),
            Way("steps-legal-in-order", "stopped where nobody is", [Stop(1, "1g.10gb", 6, "embed"), .. steps]),
            Way("steps-legal-in-order", "MIG on under a running job", [mode, .. steps]),
            Way("steps-legal-in-order", "MIG on where it is on", [mode with { Gpu = Uuid(2) }, .. steps]),
            Way("steps-legal-in-order", "no processes", [steps[0], Start(2, "4g.40gb", 0, "chat", true, 0), .. steps[2..]]),
            Way("steps-legal-in-order", "a time that is no number", [steps[0] with { ExpectedSeconds = double.NaN }, .. steps[1..]]),
            Way("steps-legal-in-order", "a GPU that is not there", [steps[0] with { Gpu = new("GPU-gone") }, .. steps[1..]]),
            Way("steps-reach-targets", "the last step is missing", steps[..3]),
            Way("steps-reach-targets", "one instance too many", [.. steps, Create(2, "1g.10gb", 6)]),
            Way("make-before-break", "stopped before its stand-in starts", [steps[2], steps[3], steps[0], steps[1]]),
            Way("floors-during-transition", "nothing serves in between", [steps[2], steps[3], steps[0], steps[1]]),
            Unmoved("floors-during-transition", "less than its floor at the end of the way", problem => problem.WithNeed("chat", need =>
                need with { FloorRate = 8, Options = [need.Options[0], need.Options[1] with { Rate = 4 }] })),
        ];
    }

    private static IEnumerable<BrokenPlan> OfMoves()
    {
        PlanStep[] steps = Steps();
        PlanStep stop = steps[2], quiet = Stop(1, "3g.40gb", 0, "chat");
        PlanningProblem pair = PairProblem();
        return
        [
            Of("rung-allowed", "moves are not allowed", Moving, Problem.WithGates(gates => gates with { DeepestRung = DisruptionRung.IdleInstance })),
            Way("rungs-true", "a move called harmless", [.. steps[..2], stop with { Rung = DisruptionRung.FreeSpace }, steps[3]]),
            Way("rungs-true", "a destroyed instance called free space", [.. steps[..3], steps[3] with { Rung = DisruptionRung.FreeSpace }]),
            Way("rungs-true", "a reset called a mode change", [.. steps, new PlanStep.SetMigMode(true) { Gpu = Uuid(8), Rung = DisruptionRung.MigMode, ExpectedSeconds = 5 }]),
            Way("moves-told", "a move passed off as a start and a stop", [steps[0], Start(2, "4g.40gb", 0, "chat"), quiet, steps[3]]),
            Way("moves-told", "a moved start without its stop", [steps[0], steps[1], quiet, steps[3]]),
            Of("share-moving", "all replicas on a profile at once", PairPlan(pair), pair),
        ];
    }

    /// <summary>Two replicas on 3g.40gb, of which one may move at a time.</summary>
    private static PlanningProblem PairProblem() => Some.Problem(
        [Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat"), Some.Slice("3g.40gb", 4, "chat")), Some.Gpu(2), Some.Gpu(3)],
        Some.Service("chat", 7, ("3g.40gb", 8), ("4g.40gb", 10)));

    private static Plan PairPlan(PlanningProblem problem) => PlanFor.Acting(
        problem,
        PlanFor.Present(problem).With(1).With(2, On("4g.40gb", 0, "chat")).With(3, On("4g.40gb", 0, "chat")),
        [
            Create(2, "4g.40gb", 0), Start(2, "4g.40gb", 0, "chat", true), Stop(1, "3g.40gb", 0, "chat", true), Destroy(1, "3g.40gb", 0),
            Create(3, "4g.40gb", 0), Start(3, "4g.40gb", 0, "chat", true), Stop(1, "3g.40gb", 4, "chat", true), Destroy(1, "3g.40gb", 4),
        ]);

    private static IEnumerable<BrokenPlan> OfRecords()
    {
        PlanAlternative chosen = Moving.Alternatives[0], lost = Moving.Alternatives[1];
        Plan Alternatives(params PlanAlternative[] all) => Moving with { Alternatives = all.ToValueArray() };
        Plan Outlook(Func<WorkloadOutlook, WorkloadOutlook> change) => Moving with { Outlook = Moving.Outlook.Select((one, index) => index == 0 ? change(one) : one).ToValueArray() };
        return
        [
            Of("hold-has-no-steps", "it holds and acts", Moving with { Hold = HoldReason.Dwell }),
            Of("hold-has-no-steps", "it acts without steps", Holding with { Hold = null }),
            Of("hold-has-no-steps", "it holds for another state", Holding with { Targets = MovedTargets() }),
            Of("generation", "the number before", Moving with { Generation = 6 }),
            Of("generation", "no parent", Moving with { Parent = null }),
            Of("made-for-this-problem", "from the future", Moving with { MadeAt = Problem.At + Duration.FromSeconds(1) }),
            Of("made-for-this-problem", "by another policy", Moving with { Policy = "energy" }),
            Of("made-for-this-problem", "for another horizon", Moving with { Horizon = Duration.FromHours(2) }),
            Of("alternatives", "two of one name", Alternatives(chosen, lost, lost)),
            Of("alternatives", "none is chosen", Alternatives(lost)),
            Of("alternatives", "two are chosen", Alternatives(chosen, lost with { Lost = null })),
            Of("alternatives", "staying is chosen and it acts", Alternatives(chosen with { Lost = HoldReason.Dwell }, lost with { Lost = null })),
            Of("alternatives", "more than everything is unmet", Alternatives(chosen with { UnmetRatio = 1.5 }, lost)),
            Of("alternatives", "unmet is no number", Alternatives(chosen with { UnmetRatio = double.NaN }, lost)),
            Of("chosen-figures", "a move is not counted", Alternatives(chosen with { Moves = 0, Account = chosen.Account with { Moving = Money.Zero } }, lost)),
            Of("chosen-figures", "an instance change is not counted", Alternatives(chosen with { InstanceChanges = 1 }, lost)),
            Of("chosen-figures", "fewer GPUs than workloads are on", Alternatives(chosen with { ActiveGpus = 1 }, lost)),
            Of("account-adds-up", "a negative penalty", Moving with { Account = Worth with { SloPenalty = Money.Of(-1) }, Alternatives = [chosen with { Account = Worth with { SloPenalty = Money.Of(-1) } }, lost] }),
            Of("account-adds-up", "not that of the chosen one", Moving with { Account = Worth with { Value = Money.Of(11) } }),
            Of("account-adds-up", "staying costs moves", Alternatives(chosen, lost with { Account = Worth })),
            Of("proof", "an optimum with a gap", Moving with { Proof = new SolveProof("cp-sat", true, Money.Of(5), 0.1) }),
            Of("proof", "a gap to nothing", Moving with { Proof = new SolveProof("cp-sat", false, null, 0.1) }),
            Of("proof", "found by nobody", Moving with { Proof = new SolveProof("", false, null, null) }),
            Of("outlook", "a workload is missing", Moving with { Outlook = Moving.Outlook.Skip(1).ToValueArray() }),
            Of("outlook", "another demand", Outlook(one => one with { PlanningRate = 8 })),
            Of("outlook", "capacity that is not there", Outlook(one => one with { CapacityPlanned = 12 })),
            Of("outlook", "capacity that is no number", Outlook(one => one with { CapacityNow = double.NaN })),
            Of("outlook", "a replica too many", Outlook(one => one with { ReplicasPlanned = 2 })),
            Of("outlook", "a replica of the lost GPU counted", Moving with { Outlook = Moving.Outlook.Select(one => one.Workload == "embed" ? one with { ReplicasNow = 3 } : one).ToValueArray() }),
        ];
    }
}
