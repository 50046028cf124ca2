using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>The solver: exact on a node, close to a proven bound on a fleet, and constructive alone where the native solver is missing.</summary>
/// <remarks>See decisions/search.md. Safe to share between threads: a search keeps nothing.</remarks>
public sealed class AssignmentSolver : IAssignmentSolver
{
    /// <summary>Most GPUs that are told apart. Doubled, states of single GPUs make the exact program twice as large, and 50 ms become 200.</summary>
    internal const int MostExactGpus = 32;

    /// <summary>Most ways to seat one workload on a node. A node of 8 GPUs has at most some dozens; doubled, nothing changes there.</summary>
    private const int MostWays = 300;

    /// <summary>Ways to seat one workload in a fleet. Doubled, a fleet of 1,000 GPUs gained nothing and took four times as long.</summary>
    private const int FleetWays = 4;

    private readonly SolverLimits _limits;

    /// <summary>With limits of its own.</summary>
    public AssignmentSolver(SolverLimits? limits = null)
    {
        _limits = limits ?? new SolverLimits();
    }

    /// <inheritdoc/>
    public string Name => "cp-sat";

    /// <inheritdoc/>
    public Assignment? Solve(PlanningProblem problem, ICostModel costs, SearchFreedom freedom) =>
        problem.Gpus.Count <= MostExactGpus ? SolveNode(problem, costs, freedom) : SolveFleet(problem, costs, freedom);

    private Assignment? SolveNode(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        FleetModel model = FleetModelBuilder.Exact(problem, costs, freedom);
        double[] prices = new DualBound(model).Prices;
        SeatPattern[][] ways = new SeatPattern[model.Workloads.Length][];
        bool complete = true;
        for (int w = 0; w < ways.Length; w++)
        {
            ways[w] = PatternSearch.Find(model, model.Workloads[w], prices, MostWays, out bool all, out _);
            complete &= all;
            if (ways[w].Length == 0)
            {
                return null;
            }
        }

        SearchState? first = Constructive.Build(model, prices, ways) ?? Constructive.Build(model, prices, ways, keepAll: false);
        return Finish(model, model, ways, first, complete ? null : double.NegativeInfinity);
    }

    private Assignment? SolveFleet(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        (FleetModel blank, FleetModelBuilder builder) = FleetModelBuilder.Blank(problem, costs, freedom);
        DualBound dual = new(blank);
        if (dual.Raise(rounds: 3, steps: 300) >= 0)
        {
            return null;
        }

        SeatPattern[][] ways = [.. blank.Workloads.Select(workload => FleetWaysOf(workload, dual))];
        FleetKeep keep = FleetKeep.Of(blank, ways);
        FleetModel model = builder.Keeping(blank, keep.IsKept, keep.EmptyingCost);
        SearchState? first = Constructive.Build(model, dual.Prices, ways);
        return Finish(model, blank, ways, first, dual.Bound)
            ?? Finish(blank, blank, ways, Constructive.Build(blank, dual.Prices, ways, keepAll: false), dual.Bound); // who stays left no room for what is guaranteed
    }

    /// <summary>The cheapest ways at the right prices, and the one that takes the fewest seats: where seats are short, somebody must be able to give way.</summary>
    private static SeatPattern[] FleetWaysOf(SeatedWorkload workload, DualBound dual)
    {
        SeatPattern[] ways = [.. dual.Pool[workload.Index].OrderBy(way => way.PriceAt(dual.Prices)).Take(FleetWays)];
        SeatPattern least = dual.Pool[workload.Index].MinBy(way => way.QuotaShare)!;
        return Array.Exists(ways, way => way.IsSameAs(least)) ? ways : [.. ways, least];
    }

    /// <summary>Improves the first answer, writes it down and says how good it is.</summary>
    /// <param name="model">What is solved.</param>
    /// <param name="counted">What costs are counted in.</param>
    /// <param name="ways">Ways to seat each workload.</param>
    /// <param name="first">A first answer; null: none.</param>
    /// <param name="known">A bound known without the program; null: the program holds every way, so its own bound counts.</param>
    private Assignment? Finish(FleetModel model, FleetModel counted, SeatPattern[][] ways, SearchState? first, double? known)
    {
        SearchState? best = first;
        string method = "constructive";
        bool optimal = false;
        double bound = known ?? double.NegativeInfinity;
        if (_limits.NativeSolver && CpSatRun.IsThere)
        {
            MasterAnswer answer = Exact(model, ways, first, _limits.DeterministicSeconds);
            if (answer.State is not null)
            {
                (best, method) = (answer.State, Name);
            }
            else if (answer.Infeasible && known is null)
            {
                return null;
            }

            optimal = answer.Optimal && known is null;
            bound = known ?? answer.Bound;
        }

        if (best is null || SeatFiller.Fill(model, best) is not SeatPlan[] plans)
        {
            return null;
        }

        ValueArray<GpuTarget> targets = TargetWriter.Write(model, plans);
        AssignmentAccount account = AssignmentAccount.Of(model.Problem, model.Costs, targets);
        if (!AnswerLimits.Keeps(model, ways, targets, account, method == Name))
        {
            return null;
        }

        return new Assignment { Targets = targets, Account = account.Account, Proof = Proof(counted, account.Account, method, optimal, bound) };
    }

    /// <summary>The exact search; where floors of tenants cannot all be met, with as little missing as can be.</summary>
    private static MasterAnswer Exact(FleetModel model, SeatPattern[][] ways, SearchState? first, double seconds)
    {
        MasterAnswer answer = new CpSatMaster(model, ways, new Dictionary<string, long>()).Solve(first, seconds);
        return answer.Infeasible && model.Problem.Tenants.Any(tenant => tenant.FloorGpus > 0) && CpSatMaster.LeastShort(model, ways, seconds) is Dictionary<string, long> relief
            ? new CpSatMaster(model, ways, relief).Solve(first, seconds)
            : answer;
    }

    /// <summary>Objectives are counted in thousandths of a micro.</summary>
    private static Money InCurrency(double objective) => new((long)Math.Round(objective / CostModel.ObjectiveScale));

    private static SolveProof Proof(FleetModel model, Account account, string method, bool optimal, double bound)
    {
        if (optimal)
        {
            return new SolveProof(method, true, InCurrency(model.Costs.Objective(account).Micros), 0);
        }

        if (!double.IsFinite(bound))
        {
            return new SolveProof(method, false, null, null);
        }

        // Over what the state costs, without its value: a large value would make any gap look small.
        double cost = -model.Costs.Objective(account with { Value = Money.Zero }).Micros;
        double gap = Math.Max(0, model.CostOf(account) - bound);
        return new SolveProof(method, false, InCurrency(-bound), cost > 0 ? gap / cost : gap > 0 ? 1 : 0);
    }
}
