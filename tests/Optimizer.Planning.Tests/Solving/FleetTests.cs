using Optimizer.Model.Plans;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Planning.Tests.Solving;

/// <summary>More GPUs than are told apart: limits on single GPUs, tenants and jobs are kept all the same.</summary>
public sealed class FleetTests
{
    [Theory]
    [InlineData(1, 40, true)]
    [InlineData(2, 50, true)]
    [InlineData(4, 40, false)]
    public void Plan_OfAFleet_KeepsEveryRule(int seed, int gpus, bool native)
    {
        PlanningProblem problem = ProblemGenerator.Create(seed, gpus, 60);
        Assert.True(problem.Gpus.Count > AssignmentSolver.MostExactGpus);

        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner(new AssignmentSolver(new SolverLimits { NativeSolver = native, DeterministicSeconds = 0.2 })).Plan(problem)).Plan;

        Assert.Equal([], PlanCheck.Violations(problem, plan));
        Assert.DoesNotContain(plan.Alternatives, one => one.Sentence.Contains("breaks the rule", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Notes, note => note.Subject is "free-space" or "no-moves" && note.Sentence.StartsWith("No state of this kind", StringComparison.Ordinal));
    }
}
