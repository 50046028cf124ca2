using Google.OrTools.Sat;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>The exact search: one way to seat each workload and one state for each GPU, together cheapest. Solved by CP-SAT.</summary>
internal sealed partial class CpSatMaster
{
    private readonly FleetModel _model;
    private readonly SeatPattern[][] _patterns;
    private readonly CpModel _program = new();
    private readonly List<(IntVar Variable, long Cost)> _cost = [];
    private readonly BoolVar[][] _chosen;
    private readonly IntVar[][] _taken;
    private readonly List<(string Tenant, IntVar Short)> _short = [];
    private readonly IReadOnlyDictionary<string, long>? _relief;
    private readonly List<(int Workload, IntVar Forced)> _forced = [];
    private List<(int Workload, int Group, int Class, IntVar Seats)> _spread = [];

    /// <summary>Writes the program.</summary>
    /// <param name="model">The fleet.</param>
    /// <param name="patterns">Ways to seat each workload.</param>
    /// <param name="relief">How far tenants may stay below their floors, in units of shares; null: as far as they like.</param>
    internal CpSatMaster(FleetModel model, SeatPattern[][] patterns, IReadOnlyDictionary<string, long>? relief)
    {
        _relief = relief;
        _model = model;
        _patterns = patterns;
        _chosen = new BoolVar[patterns.Length][];
        _taken = new IntVar[model.Groups.Length][];
        AddChoices();
        AddSeats();
        AddRetention();
        AddLimits();
        LinearExprBuilder objective = LinearExpr.NewBuilder();
        foreach ((IntVar variable, long cost) in _cost)
        {
            objective.AddTerm(variable, cost);
        }

        _program.Minimize(objective);
    }

    /// <summary>Solves.</summary>
    /// <param name="hint">A known answer to start from; null: none.</param>
    /// <param name="deterministicSeconds">How long, in the solver's own count of work: the same on every machine.</param>
    internal MasterAnswer Solve(SearchState? hint, double deterministicSeconds)
    {
        if (hint is not null)
        {
            Hint(hint);
        }

        // No presolve: the program is tight as it is, and without it a node is proven in half the time and a fleet of 1,000 GPUs within the limit.
        (CpSolver solver, CpSolverStatus status) = CpSatRun.Solve(_program, deterministicSeconds, presolve: false, relaxes: _inUse.Count > 0);
        using (solver)
        {
            return new MasterAnswer(
                status is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? Read(solver) : null,
                status == CpSolverStatus.Optimal,
                status == CpSolverStatus.Infeasible,
                solver.BestObjectiveBound);
        }
    }

    private SearchState Read(CpSolver solver) => new(
        [.. _chosen.Select((row, workload) => _patterns[workload][Array.FindIndex(row, variable => solver.BooleanValue(variable))])],
        [.. _taken.Select(row => row.Select(variable => (int)solver.Value(variable)).ToArray())],
        [.. _spread.Select(item => (item.Workload, item.Group, item.Class, (int)solver.Value(item.Seats))).Where(item => item.Item4 > 0)]);

    private void Hint(SearchState state)
    {
        for (int w = 0; w < _chosen.Length; w++)
        {
            int at = Array.FindIndex(_patterns[w], pattern => pattern == state.Patterns[w]);
            for (int i = 0; at >= 0 && i < _chosen[w].Length; i++)
            {
                _program.AddHint(_chosen[w][i], i == at ? 1 : 0);
            }
        }

        for (int g = 0; g < _taken.Length; g++)
        {
            for (int i = 0; i < _taken[g].Length; i++)
            {
                _program.AddHint(_taken[g][i], state.Choices[g][i]);
            }
        }

        HintInUse(state);
    }

    private void AddChoices()
    {
        for (int w = 0; w < _patterns.Length; w++)
        {
            _chosen[w] = [.. _patterns[w].Select((_, i) => _program.NewBoolVar($"w{w}p{i}"))];
            _program.AddExactlyOne(_chosen[w]);
            for (int i = 0; i < _chosen[w].Length; i++)
            {
                _cost.Add((_chosen[w][i], _patterns[w][i].Cost));
            }
        }

        for (int g = 0; g < _taken.Length; g++)
        {
            GpuGroup group = _model.Groups[g];
            _taken[g] = [.. group.Choices.Select((_, i) => _program.NewIntVar(0, group.Gpus.Length, $"g{g}c{i}"))];
            _program.Add(LinearExpr.Sum(_taken[g]) == group.Gpus.Length);
        }

        AddStates();
    }

    /// <summary>Seats taken are seats offered; those that are not there yet are created at a cost.</summary>
    private void AddSeats()
    {
        for (int c = 0; c < _model.Classes.Length; c++)
        {
            LinearExprBuilder taken = LinearExpr.NewBuilder(), offered = LinearExpr.NewBuilder(), existing = LinearExpr.NewBuilder();
            bool any = false;
            int most = 0;
            for (int w = 0; w < _patterns.Length; w++)
            {
                int largest = 0;
                for (int i = 0; i < _patterns[w].Length; i++)
                {
                    int count = _patterns[w][i].CountOf(c);
                    if (count > 0)
                    {
                        taken.AddTerm(_chosen[w][i], count);
                        any = true;
                        largest = Math.Max(largest, count);
                    }
                }

                most += largest;
            }

            if (!any)
            {
                continue;
            }

            for (int g = 0; g < _taken.Length; g++)
            {
                for (int i = 0; i < _taken[g].Length; i++)
                {
                    AddCount(offered, _taken[g][i], _model.Groups[g].Choices[i].Seats, c);
                    AddCount(existing, _taken[g][i], _model.Groups[g].Choices[i].Existing, c);
                }
            }

            _program.Add(taken <= offered);
            if (_model.ChangeCost[c] > 0)
            {
                IntVar created = _program.NewIntVar(0, most, $"n{c}");
                _program.Add(created >= taken - existing);
                _cost.Add((created, _model.ChangeCost[c]));
            }
        }
    }

    /// <summary>A seat whose instance goes, while its workload keeps as many of that class, is one more move.</summary>
    private void AddRetention()
    {
        if (_model.Groups.Any(group => group.Choices.Any(choice => choice.AnonymousKept)))
        {
            return; // these groups keep what is to be kept in every state, or count it in the price of being emptied
        }

        Dictionary<(int Workload, int Class), LinearExprBuilder> retained = [];
        for (int g = 0; g < _taken.Length; g++)
        {
            for (int i = 0; i < _taken[g].Length; i++)
            {
                foreach ((int workload, int seatClass, int count) in _model.Groups[g].Choices[i].Retained)
                {
                    if (!retained.TryGetValue((workload, seatClass), out LinearExprBuilder? sum))
                    {
                        retained.Add((workload, seatClass), sum = LinearExpr.NewBuilder());
                    }

                    sum.AddTerm(_taken[g][i], count);
                }
            }
        }

        foreach (SeatedWorkload workload in _model.Workloads)
        {
            foreach ((int seatClass, int present) in workload.Present.OrderBy(pair => pair.Key))
            {
                LinearExprBuilder kept = LinearExpr.NewBuilder();
                SeatPattern[] patterns = _patterns[workload.Index];
                for (int i = 0; i < patterns.Length; i++)
                {
                    int count = Math.Min(present, patterns[i].CountOf(seatClass));
                    if (count > 0)
                    {
                        kept.AddTerm(_chosen[workload.Index][i], count);
                    }
                }

                IntVar forced = _program.NewIntVar(0, present - workload.FixedIn(seatClass), $"f{workload.Index}c{seatClass}");
                if (retained.TryGetValue((workload.Index, seatClass), out LinearExprBuilder? sum))
                {
                    _program.Add(forced >= kept - sum);
                }
                else
                {
                    _program.Add(forced >= kept);
                }

                _cost.Add((forced, workload.StartCost(seatClass)));
                _forced.Add((workload.Index, forced));
            }
        }
    }

    private void AddLimits()
    {
        AddMoveLimit(_model.Freedom.MaxMoves, _ => true);
        foreach ((string tenant, int most) in _model.Freedom.MaxMovesByTenant.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            AddMoveLimit(most, need => need.Tenant == tenant);
        }

        foreach (TenantTerms tenant in _model.Problem.Tenants)
        {
            AddTenant(tenant);
        }

        _spread = SeatSpread.Add(_program, _model, _patterns, _chosen, _taken);
    }

    private void AddMoveLimit(int most, Func<WorkloadNeed, bool> counts)
    {
        if (most >= _model.Workloads.Sum(workload => counts(workload.Need) ? workload.Present.Values.Sum() : 0))
        {
            return;
        }

        LinearExprBuilder moves = LinearExpr.NewBuilder();
        foreach (SeatedWorkload workload in _model.Workloads.Where(workload => counts(workload.Need)))
        {
            for (int i = 0; i < _patterns[workload.Index].Length; i++)
            {
                moves.AddTerm(_chosen[workload.Index][i], _patterns[workload.Index][i].Moves);
            }
        }

        foreach ((int workload, IntVar forced) in _forced)
        {
            if (counts(_model.Workloads[workload].Need))
            {
                moves.Add(forced);
            }
        }

        _program.Add(moves <= most);
    }

    private static void AddCount(LinearExprBuilder sum, IntVar variable, (int Class, int Count)[] counts, int seatClass)
    {
        foreach ((int key, int count) in counts)
        {
            if (key == seatClass)
            {
                sum.AddTerm(variable, count);
            }
        }
    }
}
