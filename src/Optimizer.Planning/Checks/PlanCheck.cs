using System.Collections.Immutable;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Holds a plan against the problem it answers. Shares no code with the search: it knows the rules, not how they were met.</summary>
/// <remarks>
/// Applied when a plan is made and again on a fresh observation just before it acts. Words used by the rules:
/// a seat is an instance or a whole GPU that somebody has; a kept seat has the same GPU, instance, workload and number of processes before and after, every
/// other seat of the targets is new. Seats of unusable GPUs count for nobody. Capacity is counted by careful rates
/// (<see cref="SeatOption.CarefulRate"/>); a kept seat its workload no longer lists counts as a replica without capacity. The moves of a workload are the lesser
/// of the seats it gives up and its new seats.
/// </remarks>
public static class PlanCheck
{
    /// <summary>Every rule, in the order they are applied: the state, what is promised, the way there, the gates, and what the plan says of itself.</summary>
    public static ImmutableArray<PlanInvariant> Invariants { get; } =
    [
        new("targets-complete", "Every GPU of the problem has one target, in the problem's order.", TargetRules.Complete),
        new("layout-legal", "The instances of a GPU are of profiles it has, at placements it allows, in order, without overlap, within counts, compute slices and engines.", TargetRules.Legal),
        new("one-workload-per-instance", "An instance is listed once and has either one workload with at least one process or nobody.", TargetRules.Occupants),
        new("mig-mode-legal", "Instances exist with MIG on only and whole-GPU workloads with MIG off only, and the mode changes only where it can and may.", TargetRules.MigMode),
        new("unusable-untouched", "An unusable GPU keeps its mode and instances, gets nobody new, and no step touches it.", TargetRules.Unusable),
        new("draining-nothing-new", "On a draining GPU nothing is created, started or switched.", TargetRules.Draining),
        new("pins-kept", "What is pinned stays as it is, and no step touches it.", StayRules.Pins),
        new("unmovable-stays", "A workload without terms for moving keeps every seat it has, unless the GPU is unusable.", StayRules.Unmovable),
        new("known-workloads", "Targets, steps and outlook name workloads of the problem only.", StayRules.Known),
        new("option-exists", "A new seat is one its workload lists for that GPU model, with the number of processes listed.", SeatRules.Option),
        new("memory-fits", "The memory of all processes of a new seat fits its instance or GPU.", SeatRules.Memory),
        new("cuda", "A new seat's driver runs the CUDA version its workload needs; an unknown one runs none.", SeatRules.Cuda),
        new("compute-capability", "A new seat's GPU has the compute capability its workload needs; an unknown one has none.", SeatRules.ComputeCapability),
        new("media", "A new seat of a workload that needs video or JPEG engines has some.", SeatRules.Media),
        new("replicas-max", "No workload has more replicas than allowed, or than it has already.", PromiseRules.ReplicasMax),
        new("floors", "A guaranteed workload has its least replicas and its floor of capacity; where it cannot, it has no less than now and a note says so.", PromiseRules.Floors),
        new("quota", "No tenant has more GPUs than its quota, or than it has already.", PromiseRules.Quota),
        new("tenant-floor", "While a tenant has less than its floor and a workload of it is short, no workload of others gains a replica beyond its own promises on a seat that one could have used.", PromiseRules.TenantFloor),
        new("anti-affinity", "No GPU has more replicas of a workload than allowed, nor two workloads that must be apart, unless it was so before.", ApartRules.AntiAffinity),
        new("island", "All GPUs of a replica of a whole-GPU job are on one node and NVLink island.", ApartRules.Island),
        new("steps-legal-in-order", "Every step can be done when its turn comes.", StepRules.Legal),
        new("steps-reach-targets", "The steps end at the targets.", StepRules.Reach),
        new("make-before-break", "A moved replica of a guaranteed workload starts before the one it stands in for stops, unless a note on the workload says why not.", StepRules.MakeBeforeBreak),
        new("floors-during-transition", "No step takes a guaranteed workload below its floor, or below what it had when that is less, unless a note on the workload says why.", StepRules.FloorsOnTheWay),
        new("rung-allowed", "No step cuts deeper than the deepest rung allowed.", MoveRules.RungAllowed),
        new("rungs-true", "No step is called more harmless than it is.", MoveRules.RungTrue),
        new("moves-told", "The steps of every move say that it is one, in pairs of a start and a stop.", MoveRules.Told),
        new("moves-within-budget", "Moves of the last 24 hours and of the plan together stay within the day's budget of each node and tenant.", MoveRules.Budget),
        new("share-moving", "No more than the allowed share of the instances of one profile moves at once; one replica always may.", MoveRules.ShareMoving),
        new("freeze", "In a freeze there is no step at all.", GateRules.Freeze),
        new("window", "Whatever cuts deeper than free space happens only while a window is open by its own local clock.", GateRules.Window),
        new("dwell", "No replica is moved away from a GPU, and its mode is not changed, sooner after the last move there than the dwell.", GateRules.Dwell),
        new("hold-has-no-steps", "A plan that holds has no steps and the present state as target; one that acts has steps.", RecordRules.Hold),
        new("generation", "A plan's number follows that of the plan before, which is its parent.", RecordRules.Generation),
        new("made-for-this-problem", "Policy and horizon are those of the problem, and the plan is not from the future.", RecordRules.MadeForThis),
        new("alternatives", "Names of alternatives are unique, their figures in range, exactly one is chosen, and it is 'stay' when the plan holds and only then.", RecordRules.Alternatives),
        new("chosen-figures", "Moves and instance changes of the chosen alternative are those between the present state and the targets.", RecordRules.ChosenFigures),
        new("account-adds-up", "The plan's account is that of the chosen alternative; terms are not negative (energy may be, at a negative price), and what does not happen costs nothing.", RecordRules.Account),
        new("proof", "A gap has a bound, is not negative, and is none for an optimum.", RecordRules.Proof),
        new("outlook", "The outlook has every workload once, in order, with the rates of the problem and the replicas and capacities of the present state and the targets.", OutlookRules.Figures),
        new("words", "Summary, alternatives, notes and outlook say something on one line, and notes are ordered by subject.", OutlookRules.Words),
    ];

    /// <summary>Every violation, in the order of the invariants; empty for a sound plan.</summary>
    /// <param name="problem">A problem that passed <see cref="ProblemCheck"/>.</param>
    /// <param name="plan">Any plan; one that makes no sense is told so and never throws.</param>
    public static ValueArray<PlanViolation> Violations(PlanningProblem problem, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        PlanCase both = new(problem, plan);
        return Invariants.SelectMany(invariant => invariant.Violations(both)).ToValueArray();
    }
}
