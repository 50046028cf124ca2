using System.Globalization;
using Optimizer.Model.Plans;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Solving;
using Optimizer.Planning.Transitions;

namespace Optimizer.Planning;

/// <summary>One way that was searched: where it leads, how, and whether it may be taken.</summary>
internal sealed record Candidate
{
    internal required string Name { get; init; }

    /// <summary>The state it reaches; null: none that keeps every hard rule was found.</summary>
    internal Assignment? Assignment { get; init; }

    internal Account Account { get; init; }

    internal AssignmentAccount? Sums { get; init; }

    internal Transition? Transition { get; init; }

    /// <summary>Why it is not taken; null: it may be.</summary>
    internal HoldReason? Lost { get; init; }

    /// <summary>Why it is searched although it may not be taken now; null: it may.</summary>
    internal HoldReason? Withheld { get; init; }

    internal string Sentence { get; init; } = string.Empty;

    /// <summary>Replicas moved, by the targets.</summary>
    internal int Moves => Sums?.Moves.Values.Sum() ?? 0;

    internal static Candidate Of(string name, PlanningCase plan, Assignment assignment, HoldReason? withheld = null)
    {
        AssignmentAccount sums = AssignmentAccount.Of(plan.Problem, plan.Costs, assignment.Targets);
        return new Candidate
        {
            Name = name,
            Assignment = assignment,
            Account = sums.Account,
            Sums = sums,
            Transition = TransitionPlanner.Plan(plan.Problem, assignment.Targets),
            Withheld = withheld,
        };
    }

    /// <summary>With the verdict of gates and benefit.</summary>
    internal Candidate Judged(PlanningCase plan)
    {
        string? repaired = plan.Broken is not null && plan.Floors(Sums!).First is null ? plan.Broken : null;
        BenefitVerdict benefit = BenefitGate.Judge(plan.Costs, plan.Problem.Terms, plan.StayAccount.Account, Account, Moves, repaired, GivenUp.Again(plan.Problem, plan.Costs, Transition!.Steps));
        (HoldReason Reason, string Sentence)? gates = HeldByGates(plan);
        return this with
        {
            Lost = gates?.Reason ?? benefit.Held,
            Sentence = gates is null ? benefit.Sentence : $"{gates.Value.Sentence}; {benefit.Sentence}",
        };
    }

    /// <summary>The first gate that keeps it from happening now; null: none does.</summary>
    internal (HoldReason Reason, string Sentence)? HeldByGates(PlanningCase plan)
    {
        if (Withheld is HoldReason withheld)
        {
            return (withheld, plan.Gates.Sentences.IsEmpty ? withheld.ToString() : plan.Gates.Sentences[0]);
        }

        if (plan.Gates.Deepest is not DisruptionRung deepest)
        {
            return (HoldReason.Frozen, plan.Gates.Sentences[0]);
        }

        PlanStep? tooDeep = Transition!.Steps.FirstOrDefault(step => step.Rung > deepest);
        if (tooDeep is not null)
        {
            return (HoldReason.NotAllowed, $"it needs a step of rung {tooDeep.Rung} on {tooDeep.Gpu}, {deepest} is the deepest allowed now");
        }

        foreach (ProfileShare share in plan.Gates.Shares)
        {
            int moving = MovedFrom(share.Profile);
            if (moving > share.MostMoving)
            {
                return (HoldReason.ShareMoving, string.Create(CultureInfo.InvariantCulture, $"it moves {moving} of {share.Busy} replicas on {share.Profile} at once, {share.MostMoving} may"));
            }
        }

        int moved = Math.Max(Moves, Stopped(plan));
        return moved > plan.Gates.MovesNow
            ? (HoldReason.BudgetSpent, $"it moves {moved} replicas, the budget leaves {plan.Gates.MovesNow}")
            : null;
    }

    /// <summary>Replicas stopped because others stand in for them; one that is parked on the way is stopped twice.</summary>
    private int Stopped(PlanningCase plan) => Transition!.Steps.OfType<PlanStep.StopReplica>().Where(stop => stop.Moved)
        .GroupBy(stop => stop.Workload, StringComparer.Ordinal)
        .Sum(stops =>
        {
            int perReplica = Math.Max(1, plan.Problem.Workloads.FirstOrDefault(need => need.Name == stops.Key)?.GpusPerReplica ?? 1);
            return (stops.Count() + perReplica - 1) / perReplica;
        });

    /// <summary>Moved replicas that leave a profile.</summary>
    internal int MovedFrom(string profile) => Transition!.Steps.OfType<PlanStep.StopReplica>()
        .Where(stop => stop.Moved && (stop.Instance?.Profile ?? Model.Workloads.ProfileCapacity.WholeGpu) == profile)
        .Select(stop => (stop.Gpu, stop.Instance)).Distinct().Count();
}
