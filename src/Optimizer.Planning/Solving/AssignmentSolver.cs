using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>The solver: exact on a node, close to a proven bound on a fleet, and constructive alone where the native solver is missing.</summary>
/// <remarks>See decisions/search.md. Safe to share between threads: a search keeps nothing.</remarks>
public sealed class AssignmentSolver : IAssignmentSolver
{
    /// <summary>Most GPUs that are told apart. Doubled, the exact program has twice as many states of single GPUs, and above it what is proven on time gets rare.</summary>
    internal const int MostExactGpus = 32;

    /// <summary>Most ways to seat one workload on a node. A node of 8 GPUs has at most some dozens; doubled, nothing changes there.</summary>
    private const int MostWays = 300;

    /// <summary>Ways to seat one workload in a fleet. Doubled, a fleet of 1,000 GPUs came at most a tenth of a percent nearer to its bound and took up to half as long again.</summary>
    private const int FleetWays = 4;

    /// <summary>Factors on the prices the constructive search tries where it is alone: at dearer seats it leaves room for others, at cheaper ones it fills up.</summary>
    private static readonly double[] AloneScales = [0.25, 0.5, 1, 2, 4];

    /// <summary>Share of the limit of work for an answer that is only told. Ten times as much, a node whose budget of moves is spent works longest on what it may not do.</summary>
    private const double ToldShare = 0.005;

    private readonly SolverLimits _limits;

    /// <summary>With limits of its own.</summary>
    public AssignmentSolver(SolverLimits? limits = null)
    {
        _limits = limits ?? new SolverLimits();
    }

    /// <inheritdoc/>
    public string Name => "cp-sat";

    private bool IsNative => _limits.NativeSolver && CpSatRun.IsThere;

    /// <inheritdoc/>
    public Assignment? Solve(PlanningProblem problem, ICostModel costs, SearchFreedom freedom) =>
        problem.Gpus.Count <= MostExactGpus ? SolveNode(problem, costs, freedom) : SolveFleet(problem, costs, freedom);

    private Assignment? SolveNode(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        FleetModel model = FleetModelBuilder.Exact(problem, costs, freedom);
        DualBound dual = new(model);
        double[] prices = dual.Prices;
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

        if (IsNative)
        {
            return Finish(model, model, ways, First(model, prices, ways), complete ? null : double.NegativeInfinity);
        }

        // Alone, what it finds hangs on the prices: several are tried, and the one whose answer is worth most is kept.
        dual.Raise(rounds: 2, steps: 200);
        Assignment? best = null;
        foreach (double[] tried in AloneScales.Select(scale => dual.Prices.Select(price => price * scale).ToArray()).Prepend(prices))
        {
            Assignment? found = Finish(model, model, ways, First(model, tried, ways), dual.Bound);
            best = best is null || (found is not null && costs.Objective(found.Account) > costs.Objective(best.Account)) ? found : best;
        }

        return best;
    }

    private Assignment? SolveFleet(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        (FleetModel blank, FleetModelBuilder builder) = FleetModelBuilder.Blank(problem, costs, freedom);
        DualBound dual = new(blank);
        if (dual.Raise(rounds: 3, steps: 300) >= 0)
        {
            return null;
        }

        SeatPattern[][] ways = [.. blank.Workloads.Select(workload => FleetWaysOf(blank, workload, dual))];
        FleetKeep keep = FleetKeep.Of(blank, ways);
        FleetModel model = builder.Keeping(blank, keep.IsKept, keep.EmptyingCost);
        SearchState? first = Constructive.Build(model, dual.Prices, ways);

        // The first answer's own ways, so that the exact search can start from it: where seats are scarce, none of the cheapest ways may find room.
        SeatPattern[][] known = first is null ? ways : [.. ways.Select((of, workload) => of.Contains(first.Patterns[workload]) ? of : [.. of, first.Patterns[workload]])];
        if (Finish(model, blank, known, first, dual.Bound) is Assignment found)
        {
            return found;
        }

        // Who stays may have left no room for what is guaranteed: the same with nobody staying who need not.
        if (Finish(blank, blank, ways, Constructive.Build(blank, dual.Prices, ways, keepAll: false), dual.Bound) is Assignment emptied)
        {
            return emptied;
        }

        // Groups do not count every move a lost instance forces, so an answer may go over its budget. What touches nothing is within any.
        bool narrower = freedom.MayDestroyIdle && freedom.MaxMoves < int.MaxValue;
        return narrower && SolveFleet(problem, costs, freedom with { MayDestroyIdle = false, MaxMoves = 0, MayToggleMig = false }) is Assignment still
            ? still with { Proof = still.Proof with { Bound = null, GapRatio = null } }
            : null;
    }

    /// <summary>The first answer: with everybody staying who can, else with guaranteed workloads before those who sit already.</summary>
    private static SearchState? First(FleetModel model, double[] prices, SeatPattern[][] ways) =>
        Constructive.Build(model, prices, ways) ?? Constructive.Build(model, prices, ways, keepAll: false);

    /// <summary>The cheapest ways at the right prices, and the ones that take the fewest seats: where seats are short or a quota asks for it, somebody must be able to give way.</summary>
    private static SeatPattern[] FleetWaysOf(FleetModel model, SeatedWorkload workload, DualBound dual)
    {
        List<SeatPattern> ways = [.. dual.Pool[workload.Index].OrderBy(way => way.PriceAt(dual.Prices)).Take(FleetWays)];
        bool limited = workload.Need.Tenant is string name && model.Problem.Tenants.Any(tenant => tenant.Name == name && tenant.QuotaGpus is not null);
        IEnumerable<SeatPattern> fewest = limited
            ? PatternSearch.Find(model, workload, [.. model.Classes.Select(_ => Constructive.Closed)], 1, out _, out _)
            : dual.Pool[workload.Index].OrderBy(way => way.QuotaShare).Take(1);
        ways.AddRange(fewest.Where(way => !ways.Exists(way.IsSameAs)));
        return [.. ways];
    }

    /// <summary>Improves the first answer, writes it down and says how good it is.</summary>
    /// <param name="model">What is solved.</param>
    /// <param name="counted">What costs are counted in.</param>
    /// <param name="ways">Ways to seat each workload.</param>
    /// <param name="first">A first answer; null: none.</param>
    /// <param name="known">A bound known without the program; null: the program holds every way, so its own bound counts.</param>
    private Assignment? Finish(FleetModel model, FleetModel counted, SeatPattern[][] ways, SearchState? first, double? known)
    {
        MasterAnswer? answer = IsNative ? Exact(model, ways, first, _limits.DeterministicSeconds * (model.Freedom.OnlyTold ? ToldShare : 1)) : null;
        if (answer is { Infeasible: true } && known is null)
        {
            return null;
        }

        double bound = known ?? answer?.Bound ?? double.NegativeInfinity;
        return (answer?.State is SearchState found ? Written(model, counted, ways, found, bound, exact: true, answer.Optimal && known is null) : null)
            ?? (first is null ? null : Written(model, counted, ways, first, bound, exact: false, optimal: false));
    }

    /// <summary>Writes an answer down.</summary>
    /// <returns>Null when it breaks a limit that counts do not show.</returns>
    private Assignment? Written(FleetModel model, FleetModel counted, SeatPattern[][] ways, SearchState state, double bound, bool exact, bool optimal)
    {
        ValueArray<GpuTarget> targets = TargetWriter.Write(model, SeatFiller.Fill(model, state, out bool all));
        AssignmentAccount account = AssignmentAccount.Of(model.Problem, model.Costs, targets);
        return AnswerLimits.Keeps(model, ways, targets, account, exact)
            ? new Assignment { Targets = targets, Account = account.Account, Proof = Proof(counted, account.Account, exact ? Name : "constructive", optimal && all, bound) }
            : null;
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

        // Above what the state costs it is no bound: the prices it comes from ran away, as they do where limits leave hardly any state.
        if (!double.IsFinite(bound) || bound > model.CostOf(account))
        {
            return new SolveProof(method, false, null, null);
        }

        // Over what the state costs, without its value: a large value would make any gap look small.
        double cost = -model.Costs.Objective(account with { Value = Money.Zero }).Micros;
        double gap = Math.Max(0, model.CostOf(account) - bound);
        return new SolveProof(method, false, InCurrency(-bound), cost > 0 ? gap / cost : gap > 0 ? 1 : 0);
    }
}
