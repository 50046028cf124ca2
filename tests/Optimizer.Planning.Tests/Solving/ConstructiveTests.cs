using Optimizer.Model.Plans;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Planning.Tests.Solving;

/// <summary>The constructive search, which serves alone where the native library is missing.</summary>
public sealed class ConstructiveTests
{
    private static readonly AssignmentSolver Alone = new(new SolverLimits { NativeSolver = false });

    [Fact]
    public void Plan_WithoutTheNativeSolver_KeepsEveryRule()
    {
        Planner planner = new(Alone);
        List<string> broken = [];
        int acting = 0;
        for (int seed = 1; seed <= 40; seed++)
        {
            PlanningProblem problem = ProblemGenerator.Create(seed, 1 + (seed % 8), 1 + (seed * 7 % 16), seed % 3 != 0);
            if (planner.Plan(problem) is PlanResult.Planned { Plan: Plan plan })
            {
                acting += plan.Hold is null ? 1 : 0;
                broken.AddRange(PlanCheck.Violations(problem, plan).Select(violation => $"{seed} {violation.Invariant} {violation.Sentence}"));
                broken.AddRange(plan.Alternatives.Where(one => one.Sentence.Contains("breaks the rule", StringComparison.Ordinal)).Select(one => $"{seed} {one.Name} {one.Sentence}"));
            }
        }

        Assert.Equal([], broken);
        Assert.InRange(acting, 15, 40);
    }

    [Fact]
    public void Solve_WithoutTheNativeSolver_ReachesMostOfWhatTheExactSearchGains()
    {
        AssignmentSolver exact = new();
        List<double> shares = [];
        int none = 0;
        for (int seed = 1; seed <= 30; seed++)
        {
            PlanningProblem problem = ProblemGenerator.Create(seed, 1 + (seed % 8), 1 + (seed * 7 % 16), gated: false);
            CostModel costs = new(problem);
            SearchFreedom freedom = new() { MayToggleMig = true };
            if (exact.Solve(problem, costs, freedom) is not Assignment best)
            {
                continue;
            }

            double stay = costs.Objective(AssignmentAccount.Of(problem, costs, TargetWriter.Present(problem)).Account).Micros;
            double most = costs.Objective(best.Account).Micros - stay;
            if (Alone.Solve(problem, costs, freedom) is not Assignment first)
            {
                none++;
                continue;
            }

            // A tenant's floor may cost what the constructive search saves by not filling it while nobody else gains.
            Assert.True(costs.Objective(first.Account) <= costs.Objective(best.Account) || !best.Proof.Optimal || problem.Tenants.Any(tenant => tenant.FloorGpus > 0));
            Assert.False(first.Proof.Optimal);
            if (most > 1e9)
            {
                shares.Add((costs.Objective(first.Account).Micros - stay) / most);
            }
        }

        shares.Sort();
        Assert.True(none == 0 && shares[shares.Count / 2] > 0.95 && shares.Average() > 0.8, $"none {none}; median {shares[shares.Count / 2]:0.000}, mean {shares.Average():0.000}, least {string.Join(' ', shares.Take(8).Select(share => $"{share:0.00}"))}");
    }
}
