using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Explanations;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Planning.Tests;

/// <summary>The order things were found in, and what they are called, decide nothing.</summary>
public sealed class PlannerPermutationTests
{
    [Fact]
    public void Plan_OfTheSameThingsFoundInAnotherOrder_IsTheSameToTheByte()
    {
        PlanningProblem problem = ProblemGenerator.Create(5, 6, 10);
        PlanningProblem other = problem with
        {
            Gpus = problem.Gpus.Reverse().OrderBy(gpu => gpu.Node, StringComparer.Ordinal).ThenBy(gpu => gpu.Uuid).ToValueArray(),
            Workloads = problem.Workloads.Reverse().OrderBy(need => need.Name, StringComparer.Ordinal).ToValueArray(),
        };

        Assert.Equal(PlanJson.Serialize(Planned(problem), problem), PlanJson.Serialize(Planned(other), other));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void Plan_OfRenamedWorkloads_IsWorthTheSame(int seed)
    {
        PlanningProblem problem = ProblemGenerator.Create(seed, 3, 6);
        string? New(string? name) => name is null ? null : $"v-{9999 - int.Parse(name[2..], System.Globalization.CultureInfo.InvariantCulture):d4}";
        PlanningProblem renamed = problem with
        {
            Gpus = problem.Gpus.Select(gpu => gpu with { WholeGpuWorkload = New(gpu.WholeGpuWorkload), Slices = gpu.Slices.Select(slice => slice with { Workload = New(slice.Workload) }).ToValueArray() }).ToValueArray(),
            Workloads = problem.Workloads.Select(need => need with { Name = New(need.Name)!, ApartFrom = need.ApartFrom.Select(name => New(name)!).Order(StringComparer.Ordinal).ToValueArray() })
                .OrderBy(need => need.Name, StringComparer.Ordinal).ToValueArray(),
            Past = problem.Past.Select(change => change with { Workload = New(change.Workload) }).ToValueArray(),
        };
        Plan one = Planned(problem), other = Planned(renamed);

        Assert.True(one.Proof.Optimal && other.Proof.Optimal);
        Assert.Equal(new CostModel(problem).Objective(one.Account), new CostModel(renamed).Objective(other.Account));
    }

    private static Plan Planned(PlanningProblem problem) => Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan;
}
