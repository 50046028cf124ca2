using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Policies;

public sealed class PlanningPoliciesTests
{
    private static readonly GpuState H100 = Some.Gpu(1);

    [Fact]
    public void All_InOrder_CanBeFoundByName()
    {
        string[] names = [.. PlanningPolicies.All.Select(policy => policy.Name)];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.Equal(name, PlanningPolicies.Find(name)!.Name));
        Assert.Null(PlanningPolicies.Find("Cost"));
    }

    [Fact]
    public void All_Quantiles_AreOnesForecastsHave() =>
        Assert.All(PlanningPolicies.All, policy => Assert.Contains(policy.Quantile, Quantiles.Probabilities));

    [Fact]
    public void All_Headrooms_KeepTheReactiveFloor() => Assert.All(PlanningPolicies.All, policy => Assert.True(policy.ReactiveHeadroom >= 1));

    [Fact]
    public void All_Weights_AreWholeThousandths() => Assert.All(
        PlanningPolicies.All.SelectMany(policy => new[] { policy.GpuTimeWeight, policy.EnergyWeight, policy.PenaltyWeight }),
        weight => Assert.Equal(Math.Round(weight * 1000), weight * 1000, 9));

    [Fact]
    public void Cost_QuantileOfThePrices_LiesBetweenTheTwoThatPay()
    {
        PriceTerms prices = new();
        double spare = prices.GpuHour + (0.7 * prices.PowerUsageEffectiveness * prices.Energy.PricePerKwh);
        double burstable = prices.ValuePerGpuHour + prices.PenaltyBurstable, guaranteed = prices.ValuePerGpuHour + prices.PenaltyGuaranteed;

        Assert.InRange(PlanningPolicies.Find("cost")!.Quantile, burstable / (burstable + spare), guaranteed / (guaranteed + spare));
    }

    [Fact]
    public void Energy_AnIdleGpuMoreAgainstAMove_WeighsEnergyMost()
    {
        CostModel model = new(Some.Noon, new PolicyTerms(), PlanningPolicies.Find("energy")!, [H100]);
        Account busy = model.ActiveGpu(H100) + model.Serving(Full(), [new SeatCount(Full().Options[0], H100, 1)]);

        Assert.True(model.Objective(new Account { Energy = busy.Energy }) < model.Objective(new Account { GpuTime = busy.GpuTime }));
    }

    [Fact]
    public void Cost_AWholeGpuOfBestEffortWork_IsWorthServing()
    {
        WorkloadNeed need = Full() with { Qos = Model.Workloads.QosClass.BestEffort };

        Assert.All(PlanningPolicies.All, policy =>
        {
            CostModel model = new(Some.Noon, new PolicyTerms(), policy, [H100]);
            Account served = model.ActiveGpu(H100) + model.Serving(need, [new SeatCount(need.Options[0], H100, 1)]);
            Assert.True(model.Objective(served) > model.Objective(model.Serving(need, [])));
        });
    }

    [Fact]
    public void Performance_AnIdleSpareGpu_CostsATenthOfWhatCostCounts()
    {
        Account spare = new CostModel(Some.Noon, new PolicyTerms(), PlanningPolicies.Find("cost")!, [H100]).ActiveGpu(H100);

        long Counted(string policy) => -new CostModel(Some.Noon, new PolicyTerms(), PlanningPolicies.Find(policy)!, [H100]).Objective(spare).Micros;
        Assert.Equal(Counted("cost"), 10 * Counted("performance"));
    }

    private static WorkloadNeed Full() => Some.Service("chat", 1, ("7g.80gb", 1.0)) with { ExpectedRate = 1 };
}
