using System.Runtime.ExceptionServices;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning;

/// <summary>Searches the ways to change, from harmless to disruptive.</summary>
internal sealed class CandidateSearch
{
    private readonly PlanningCase _plan;
    private readonly IAssignmentSolver _solver;
    private readonly List<Candidate> _found = [];

    internal CandidateSearch(PlanningCase plan, IAssignmentSolver solver)
    {
        _plan = plan;
        _solver = solver;
    }

    /// <summary>All of them, each state once.</summary>
    internal List<Candidate> All()
    {
        GateState gates = _plan.Gates;
        HoldReason? nothing = !_plan.Policy.MayChange ? HoldReason.PolicyStatic : gates.Deepest is null ? HoldReason.Frozen : null;
        bool mayClear = nothing is not null || gates.Deepest >= DisruptionRung.IdleInstance;

        // Without a budget for moves the best state is still searched, so that a reader sees what holding costs.
        HoldReason? held = nothing ?? gates.MovesHeld ?? (gates.MovesNow == 0 ? HoldReason.BudgetSpent : null);
        SearchFreedom freedom = held is null ? gates.Freedom() : new SearchFreedom { MayToggleMig = _plan.Problem.Terms.Gates.DeepestRung >= DisruptionRung.MigMode };
        freedom = freedom with { OnlyTold = held is not null };
        bool mayMove = _plan.Problem.Workloads.Any(need => need.Movable);
        (Assignment? still, Assignment? moved) = Both(
            () => mayClear ? Solve(new SearchFreedom { MaxMoves = 0, OnlyTold = nothing is not null }) : null,
            () => mayMove ? Solve(freedom) : null);

        // Whatever free space allows is allowed here as well: where staying is proven best of the more, it is best of the less.
        if (still is not { Proof.Optimal: true } || still.Targets != _plan.Present || _plan.Broken is not null)
        {
            Add("free-space", Solve(new SearchFreedom { MayDestroyIdle = false, MaxMoves = 0, OnlyTold = nothing is not null }), nothing);
        }

        if (mayClear)
        {
            Add("no-moves", still, nothing);
        }

        if (mayMove)
        {
            Candidate? move = Add("move", moved, held);
            if (move?.HeldByGates(_plan) is { Reason: HoldReason.ShareMoving })
            {
                Add("move-fewer", Solve(freedom with { MaxMoves = _plan.Gates.Shares.Min(share => share.MostMoving) }), held);
            }
        }

        return _found;
    }

    /// <summary>The two dear searches beside each other: neither sees the other, so the answers are the same as one after the other.</summary>
    private static (Assignment? Still, Assignment? Moved) Both(Func<Assignment?> still, Func<Assignment?> moved)
    {
        Assignment? one = null, other = null;
        try
        {
            Parallel.Invoke(() => one = still(), () => other = moved());
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return (one, other);
    }

    private Assignment? Solve(SearchFreedom freedom) =>
        _solver.Solve(freedom.MaxMoves > 0 ? WithRestingPinned(_plan.Problem) : _plan.Problem, _plan.Costs, freedom);

    private Candidate? Add(string name, Assignment? assignment, HoldReason? withheld)
    {
        if (assignment is null)
        {
            _found.Add(new Candidate { Name = name, Sentence = "No state of this kind that keeps every hard rule was found." });
            return null;
        }

        bool known = assignment.Targets == _plan.Present || _found.Exists(other => other.Assignment?.Targets == assignment.Targets);
        if (known)
        {
            return null;
        }

        Candidate candidate;
        try
        {
            candidate = Candidate.Of(name, _plan, assignment, withheld);
        }
        catch (ArgumentException broken)
        {
            // A target that breaks a rule has no way to it: the search is wrong, this way is out, and the others still stand.
            _found.Add(new Candidate { Name = name, Sentence = $"The state that was found breaks a rule: {broken.Message.ReplaceLineEndings(" ")}" });
            return null;
        }

        _found.Add(candidate);
        return candidate;
    }

    /// <summary>What runs on GPUs that rest after a move is not moved again: to the search it is pinned.</summary>
    private PlanningProblem WithRestingPinned(PlanningProblem problem) => _plan.Gates.Dwelling.IsEmpty ? problem : problem with
    {
        Gpus = problem.Gpus.Select(gpu => !_plan.Gates.Rests(gpu.Uuid) ? gpu : gpu with
        {
            WholeGpuPinned = gpu.WholeGpuPinned || gpu.WholeGpuWorkload is not null,
            Slices = gpu.Slices.Select(slice => slice.Workload is null ? slice : slice with { Pinned = true }).ToValueArray(),
        }).ToValueArray(),
    };
}
