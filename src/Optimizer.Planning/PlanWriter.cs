using System.Globalization;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning;

/// <summary>Writes plans down.</summary>
internal static class PlanWriter
{
    /// <summary>A plan that acts.</summary>
    internal static Plan Acting(PlanningCase plan, Candidate chosen, IReadOnlyList<Candidate> others, string why, params PlanNote[] notes)
    {
        PlanAlternative stay = Staying(plan, HoldReason.WorthLess, Against(plan, chosen));
        PlanNote[] left = plan.Floors(chosen.Sums!).All;
        return Written(
            plan,
            null,
            Summary(plan, chosen),
            chosen.Assignment!.Targets,
            chosen.Sums!,
            [Alternative(plan, chosen, null, why), .. others.Select(other => Alternative(plan, other, other.Lost ?? HoldReason.WorthLess, other.Lost is null ? $"'{chosen.Name}' is worth more; {other.Sentence}" : other.Sentence)), stay],
            [.. notes, .. chosen.Transition!.Notes, .. left],
            chosen.Assignment.Proof) with { Steps = chosen.Transition.Steps };
    }

    /// <summary>A plan that changes nothing.</summary>
    internal static Plan Holding(PlanningCase plan, IReadOnlyList<Candidate> others, params PlanNote[] notes)
    {
        // The reason that counts is that of the best way not taken; ways that are worth less than staying hold nothing back.
        Candidate? best = others.FirstOrDefault(other => plan.Costs.Objective(other.Account) > plan.Costs.Objective(plan.StayAccount.Account));
        HoldReason hold = best?.Lost ?? (!plan.Policy.MayChange ? HoldReason.PolicyStatic : plan.Gates.Frozen ? HoldReason.Frozen : plan.Broken is not null ? HoldReason.NothingFound : HoldReason.AlreadyBest);
        string why = best is null
            ? hold switch
            {
                HoldReason.AlreadyBest => "Nothing that may be changed would be worth more than the present state.",
                HoldReason.NothingFound => $"{plan.Broken}, and nothing that may be done now mends it.",
                HoldReason.PolicyStatic => "The policy changes nothing, and nothing would be worth more.",
                _ => $"{Sentence(plan.Gates.Sentences)} Nothing would be worth more.",
            }
            : $"'{best.Name}' would be worth more and is held: {best.Sentence}.";
        return Written(
            plan,
            hold,
            why,
            plan.Present,
            plan.StayAccount,
            [Staying(plan, null, why), .. others.Select(other => Alternative(plan, other, other.Lost ?? HoldReason.WorthLess, other.Sentence))],
            [.. notes, .. plan.Shortfalls],
            best?.Assignment?.Proof ?? (others.Count > 0 ? others[0].Assignment!.Proof : new SolveProof("none", false, null, null)));
    }

    private static Plan Written(
        PlanningCase plan,
        HoldReason? hold,
        string summary,
        ValueArray<GpuTarget> targets,
        AssignmentAccount sums,
        PlanAlternative[] alternatives,
        PlanNote[] notes,
        SolveProof proof) => new()
        {
            Generation = plan.Problem.Generation + 1,
            Parent = plan.Problem.Generation == 0 ? null : plan.Problem.Generation,
            MadeAt = plan.Problem.At,
            Policy = plan.Problem.Terms.Policy,
            Horizon = plan.Problem.Terms.Horizon,
            Hold = hold,
            Summary = summary,
            Targets = targets,
            Account = sums.Account,
            Alternatives = alternatives.OrderBy(one => one.Lost is not null).ThenByDescending(one => plan.Costs.Objective(one.Account).Micros).ThenBy(one => one.Name, StringComparer.Ordinal).ToValueArray(),
            Outlook = plan.Problem.Workloads.Select(need => Outlook(plan, need, sums)).ToValueArray(),
            Notes = notes.OrderBy(note => note.Subject, StringComparer.Ordinal).ThenBy(note => note.Sentence, StringComparer.Ordinal).ToValueArray(),
            Proof = proof,
        };

    private static WorkloadOutlook Outlook(PlanningCase plan, WorkloadNeed need, AssignmentAccount sums) => new()
    {
        Workload = need.Name,
        PlanningRate = need.PlanningRate,
        ExpectedRate = need.ExpectedRate,
        CapacityNow = PlanningCase.Rate(plan.StayAccount, need),
        CapacityPlanned = PlanningCase.Rate(sums, need),
        ReplicasNow = plan.StayAccount.Replicas[need.Name],
        ReplicasPlanned = sums.Replicas[need.Name],
        Basis = need.Basis,
    };

    private static PlanAlternative Staying(PlanningCase plan, HoldReason? lost, string sentence) => new()
    {
        Name = Planner.Stay,
        Account = plan.StayAccount.Account,
        ActiveGpus = plan.StayAccount.ActiveGpus,
        Moves = 0,
        InstanceChanges = 0,
        UnmetRatio = plan.UnmetRatio(plan.StayAccount.Account),
        Lost = lost,
        Sentence = sentence,
    };

    /// <summary>Why the present state does not stay.</summary>
    private static string Against(PlanningCase plan, Candidate chosen) =>
        plan.Broken is not null ? $"the present state breaks a hard rule: {plan.Broken}"
        : plan.Costs.Objective(chosen.Account) > plan.Costs.Objective(plan.StayAccount.Account) ? $"'{chosen.Name}' is worth more"
        : $"'{chosen.Name}' is worth less today and is taken for what it makes possible";

    private static PlanAlternative Alternative(PlanningCase plan, Candidate candidate, HoldReason? lost, string sentence) => new()
    {
        Name = candidate.Name,
        Account = candidate.Account,
        ActiveGpus = candidate.Sums!.ActiveGpus,
        Moves = candidate.Moves,
        InstanceChanges = candidate.Sums.InstanceChanges,
        UnmetRatio = plan.UnmetRatio(candidate.Account),
        Lost = lost,
        Sentence = sentence,
    };

    private static string Summary(PlanningCase plan, Candidate chosen)
    {
        int started = chosen.Transition!.Steps.Count(step => step is PlanStep.StartReplica { Moved: false });
        int stopped = chosen.Transition.Steps.Count(step => step is PlanStep.StopReplica { Moved: false });
        int created = chosen.Transition.Steps.Count(step => step is PlanStep.CreateInstance), destroyed = chosen.Transition.Steps.Count(step => step is PlanStep.DestroyInstance);
        string[] parts =
        [
            .. Part(started, "start", "replica"), .. Part(stopped, "stop", "replica"), .. Part(chosen.Moves, "move", "replica"),
            .. Part(created, "create", "instance"), .. Part(destroyed, "destroy", "instance"),
            .. Part(chosen.Transition.Steps.Count(step => step is PlanStep.SetMigMode), "change MIG mode of", "GPU"),
        ];
        decimal more = (chosen.Account.Net - plan.StayAccount.Account.Net).Micros / 1_000_000m;
        string worth = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(more):0.0000} {plan.Problem.Terms.Prices.Currency} {(more < 0 ? "less" : "more")} than staying over {plan.Problem.Terms.Horizon.TotalHours:0.##} h");
        string sentence = $"{string.Join(", ", parts)}: worth {worth}.";
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static string[] Part(int count, string verb, string noun) => count == 0 ? [] : [$"{verb} {count} {noun}{(count == 1 ? string.Empty : "s")}"];

    private static string Sentence(ValueArray<string> sentences) => sentences.IsEmpty ? string.Empty : $"{sentences[0].TrimEnd('.')}.";
}
