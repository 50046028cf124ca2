using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Transitions;

namespace Optimizer.Planning;

/// <summary>Decides: the best legal next state that pays for its disruption, the order of the steps to it, and why everything else lost.</summary>
/// <remarks>
/// Ways are tried from harmless to disruptive: fill free space, replace what nobody uses, move. Each is searched to its optimum, ordered into
/// steps and held against the gates; the best that passes wins, and staying as it is wins over everything that does not. See decisions/planner.md.
/// Deterministic; safe to share between threads.
/// </remarks>
public sealed class Planner
{
    /// <summary>Name of the alternative that changes nothing.</summary>
    public const string Stay = "stay";

    /// <summary>Name of the alternative that makes room and serves nobody today.</summary>
    public const string Defragment = "defragment";

    private readonly IAssignmentSolver _solver;

    /// <summary>With a search of its own; null: the shipped one.</summary>
    public Planner(IAssignmentSolver? solver = null)
    {
        _solver = solver ?? new AssignmentSolver();
    }

    /// <summary>Plans.</summary>
    public PlanResult Plan(PlanningProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        PlanRefusal[] refusals =
        [
            .. ProblemCheck.Refusals(problem).Concat(TermsCheck.Refusals(problem.Terms, problem.At))
                .OrderBy(refusal => refusal.Subject, StringComparer.Ordinal).ThenBy(refusal => refusal.Reason),
        ];
        if (refusals.Length > 0)
        {
            return new PlanResult.Refused(refusals.ToValueArray());
        }

        PlanningCase plan = new(problem);
        List<Candidate> candidates = new CandidateSearch(plan, _solver).All();
        if (plan.Broken is not null && !candidates.Exists(candidate => candidate.Assignment is not null) && !IsFeasible(problem))
        {
            return new PlanResult.Refused([FloorRelaxation.Smallest(problem, IsFeasible)]);
        }

        return new PlanResult.Planned(Choose(plan, candidates));
    }

    /// <summary>Plans to make room for what fits nowhere: a few moves that serve nobody today. Of low priority: asked for when <see cref="Plan"/> holds because nothing is better.</summary>
    /// <returns>Null when nothing is gained, or the gates do not let it happen now.</returns>
    public static Plan? PlanDefragmentation(PlanningProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        PlanningCase plan = new(problem);
        if (plan.Gates.Deepest is null || plan.Policy is { MayChange: false } || Defragmenter.Propose(problem) is not Defragmentation found
            || found.Moves > plan.Gates.MovesNow)
        {
            return null;
        }

        Candidate candidate = Candidate.Of(Defragment, plan, new Assignment
        {
            Targets = found.Targets,
            Account = AssignmentAccount.Of(problem, plan.Costs, found.Targets).Account,
            Proof = new SolveProof("defragmenter", false, null, null),
        });
        if (candidate.HeldByGates(plan) is not null)
        {
            return null;
        }

        Plan acting = PlanWriter.Acting(plan, candidate with { Sentence = found.Sentence }, [], found.Sentence);
        return PlanCheck.Violations(problem, acting).IsEmpty ? acting : null;
    }

    private bool IsFeasible(PlanningProblem problem) => _solver.Solve(problem, new CostModel(problem), new SearchFreedom { MayToggleMig = true }) is not null;

    private static Plan Choose(PlanningCase plan, List<Candidate> candidates)
    {
        Candidate[] judged = [.. candidates.Where(candidate => candidate.Assignment is not null).Select(candidate => candidate.Judged(plan))
            .OrderByDescending(candidate => plan.Costs.Objective(candidate.Account).Micros)];
        PlanNote[] notes = [.. candidates.Where(candidate => candidate.Assignment is null).Select(candidate => new PlanNote(candidate.Name, candidate.Sentence))];
        for (int i = 0; i < judged.Length; i++)
        {
            if (judged[i].Lost is not null)
            {
                continue;
            }

            Plan acting = PlanWriter.Acting(plan, judged[i], [.. judged.Where((_, other) => other != i)], judged[i].Sentence, notes);
            ValueArray<PlanViolation> violations = PlanCheck.Violations(plan.Problem, acting);
            if (violations.IsEmpty)
            {
                return acting;
            }

            // The search and the rules disagree: the rules win, and whoever reads the plan sees which one.
            judged[i] = judged[i] with { Lost = HoldReason.NotAllowed, Sentence = $"it breaks the rule {violations[0].Invariant} on {violations[0].Subject}: {violations[0].Sentence}" };
        }

        return PlanWriter.Holding(plan, judged, notes);
    }
}
