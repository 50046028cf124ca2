using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Host.Replay;

/// <summary>The shipped search with a stopwatch beside it: says which ticks planned and what searching costs.</summary>
internal sealed class TimedSolver(ReplayTimings timings) : IAssignmentSolver
{
    private readonly AssignmentSolver _solver = new();

    /// <inheritdoc/>
    public string Name => _solver.Name;

    /// <summary>Searches so far.</summary>
    public long Searches { get; private set; }

    /// <inheritdoc/>
    public Assignment? Solve(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        long mark = timings.Mark();
        Assignment? found = _solver.Solve(problem, costs, freedom);
        lock (_solver)
        {
            Searches++;
            timings.Add("search", mark);
            timings.Add(freedom.OnlyTold ? "  told" : freedom.MaxMoves > 0 ? "  move" : freedom.MayDestroyIdle ? "  still" : "  free", mark);
        }

        return found;
    }
}
