using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Demand;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Tests.Demand;

namespace Optimizer.Planning.Tests.Policies;

/// <summary>
/// One node, one forecast, five policies. A service takes 10 now, with room for 12; within the hour 24 is reached one time in twenty, 26.4 one time in a hundred.
/// It sits on a cheap board with a great thirst; a frugal one, dearer by the hour, is empty.
/// </summary>
public sealed class PolicyPlanTests
{
    private static readonly GpuState Cheap = Some.Gpu(1) with { Model = "cheap", Power = new PowerCurve(150, 700) };
    private static readonly GpuState Frugal = Some.Gpu(2) with { Model = "frugal", Power = new PowerCurve(40, 300) };

    [Fact]
    public void Static_KeepsEverythingAndSaysWhatOthersWouldDo()
    {
        Plan plan = Planned("static");

        Assert.Equal(HoldReason.PolicyStatic, plan.Hold);
        Assert.Empty(plan.Steps);
        Assert.Contains(plan.Alternatives, other => other.Lost == HoldReason.PolicyStatic && other.Account.Net > plan.Account.Net);
    }

    [Fact]
    public void Reactive_FollowsDemandNowWithHeadroom_NotTheForecast() => Assert.InRange(Capacity("reactive"), 15, 23.9);

    [Fact]
    public void Cost_PreparesForTheHourOnTheGpuThatCostsLeast()
    {
        Plan plan = Planned("cost");

        Assert.InRange(Capacity("cost"), 24, 26.3);
        Assert.All(Seats(plan), seat => Assert.Equal(Cheap.Uuid, seat.Gpu));
        foreach (string other in new[] { "static", "performance", "energy" })
        {
            Assert.True(MoneyOf(plan) > MoneyOf(Planned(other)), other);
        }
    }

    [Fact]
    public void Performance_PreparesForTheHourOfAHundred() => Assert.InRange(Capacity("performance"), 26.4, 60);

    [Fact]
    public void Energy_PreparesAsCostDoesOnTheGpuThatDrawsLeast()
    {
        Plan plan = Planned("energy");

        Assert.InRange(Capacity("energy"), 24, 26.3);
        Assert.All(Seats(plan), seat => Assert.Equal(Frugal.Uuid, seat.Gpu));
        Assert.True(plan.Account.Energy < Planned("cost").Account.Energy);
    }

    /// <summary>The plan's worth with all terms at their price, for the demand that cost plans for.</summary>
    private static long MoneyOf(Plan plan)
    {
        PlanningProblem problem = Problem("cost");
        return Optimizer.Planning.Solving.AssignmentAccount.Of(problem, new Planning.Costs.CostModel(problem), plan.Targets).Account.Net.Micros;
    }

    private static double Capacity(string policy) => Planned(policy).Outlook[0].CapacityPlanned;

    private static IEnumerable<(Model.Snapshots.GpuUuid Gpu, string Profile)> Seats(Plan plan) =>
        plan.Targets.SelectMany(target => target.Instances.Where(instance => instance.Workload is not null).Select(instance => (target.Gpu, instance.Instance.Profile)));

    private static Plan Planned(string policy)
    {
        PlanningProblem problem = Problem(policy);
        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan;
        Assert.Empty(PlanCheck.Violations(problem, plan));
        return plan;
    }

    private static PlanningProblem Problem(string policy)
    {
        DemandReading reading = DemandReading.Of(new DemandFacts
        {
            At = Some.Noon,
            Policy = PlanningPolicies.Find(policy)!,
            Forecast = SomeForecast.Of(10, quarter: 20, hour: 24, mean: 12),
            CapacityNow = 12,
        });
        WorkloadNeed chat = Some.Service("chat", reading.PlanningRate, ("1g.10gb", 4), ("2g.20gb", 8), ("3g.40gb", 12)) with
        {
            ExpectedRate = reading.ExpectedRate, Basis = reading.Basis, Replicas = new ReplicaRange(1, 20), Restart = Duration.FromSeconds(5),
        };
        return Some.Problem([Cheap.WithSlices(Some.Slice("3g.40gb", 0, "chat")), Frugal], chat) with
        {
            Terms = new PolicyTerms { Policy = policy, Prices = new PriceTerms { Models = [new ModelPrice("cheap", 1.5), new ModelPrice("frugal", 2.5)] } },
        };
    }
}
