using Google.OrTools.Sat;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Packing;

/// <summary>Proves an answer to a <see cref="CoverProblem"/> by CP-SAT, or finds a better one.</summary>
/// <param name="deterministicSeconds">When to give up, about seconds of one core.</param>
internal sealed class CpSatProver(double deterministicSeconds) : ICoverProver
{
    private const string Name = "cp-sat";

    /// <inheritdoc/>
    public CoverAnswer Prove(CoverProblem problem, CoverAnswer start)
    {
        CpModel model = new();
        IntVar[] gpus = [.. problem.Types.Select((_, t) => model.NewIntVar(0, start.Gpus, $"gpus{t}"))];
        IntVar?[][] seats = [.. problem.Services.Select((service, s) => Seats(model, service, s))];
        for (int p = 0; p < problem.Fixed.Count; p++)
        {
            LinearExpr given = LinearExpr.WeightedSum(gpus, problem.Types.Select(type => type.Counts[p]));
            LinearExpr taken = LinearExpr.Sum(seats.Select(service => service[p]).OfType<IntVar>());
            model.Add(given >= taken + problem.Fixed[p]);
        }

        for (int s = 0; s < seats.Length; s++)
        {
            int[] able = [.. Enumerable.Range(0, seats[s].Length).Where(p => seats[s][p] is not null)];
            model.Add(LinearExpr.WeightedSum(able.Select(p => seats[s][p]!), able.Select(p => problem.Services[s].Rates[p])) >= problem.Services[s].Need);
        }

        LinearExpr total = LinearExpr.Sum(gpus);
        model.Add(total >= start.LowerBound);
        model.Minimize(total);
        Hint(model, start, gpus, seats);

        (CpSolver solver, CpSolverStatus status) = CpSatRun.Solve(model, deterministicSeconds);
        if (status is CpSolverStatus.Infeasible or CpSolverStatus.ModelInvalid)
        {
            throw new InvalidOperationException($"The solver says {status} although an answer with {start.Gpus} GPUs is known.");
        }

        int bound = Math.Max(start.LowerBound, (int)Math.Ceiling(solver.BestObjectiveBound - 1e-6));
        if (status == CpSolverStatus.Unknown || solver.ObjectiveValue > start.Gpus - 0.5)
        {
            return start with { LowerBound = Math.Min(bound, start.Gpus), Method = bound > start.LowerBound ? Name : start.Method };
        }

        return new CoverAnswer
        {
            TypeCounts = [.. gpus.Select(variable => (int)solver.Value(variable))],
            Seats = [.. seats.Select(service => service.Select(variable => variable is null ? 0 : (int)solver.Value(variable)).ToArray())],
            LowerBound = bound,
            Method = Name,
        };
    }

    private static IntVar?[] Seats(CpModel model, ServiceDemand service, int number) =>
        [.. service.Rates.Select((rate, p) => rate > 0 ? model.NewIntVar(0, service.Alone(p), $"seats{number}_{p}") : null)];

    private static void Hint(CpModel model, CoverAnswer start, IntVar[] gpus, IntVar?[][] seats)
    {
        for (int t = 0; t < gpus.Length; t++)
        {
            model.AddHint(gpus[t], start.TypeCounts[t]);
        }

        for (int s = 0; s < seats.Length; s++)
        {
            for (int p = 0; p < seats[s].Length; p++)
            {
                if (seats[s][p] is IntVar variable)
                {
                    model.AddHint(variable, start.Seats[s][p]);
                }
            }
        }
    }
}
