using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Costs;

public sealed class CostModelTests
{
    // Prices as shipped: 2 a GPU-hour, 0.25 a kWh, 1.3 kW at the meter for one at the board, value 6, penalties 60, 20 and 2 a GPU-hour.
    private static readonly GpuState H100 = Some.Gpu(1);

    [Fact]
    public void ActiveGpu_ForAnHour_PaysItsTimeAndIdlePower()
    {
        Account account = Model().ActiveGpu(H100);

        // 70 W idle x 1.3 x 0.25 per kWh.
        Assert.Equal(new Account { GpuTime = Money.Of(2.0), Energy = Money.Of(0.02275) }, account);
    }

    [Fact]
    public void ActiveGpu_OfAPricedModelOverTwoHours_PaysThatPriceTwice()
    {
        PolicyTerms terms = new() { Horizon = Duration.FromHours(2), Prices = new PriceTerms { Models = [new ModelPrice(H100.Model, 3.5)] } };

        Assert.Equal(Money.Of(7.0), Model(terms).ActiveGpu(H100).GpuTime);
    }

    [Fact]
    public void ActiveGpu_WithCarbon_PricesTheGramsOfTheHoursAhead()
    {
        CarbonTerms carbon = new(0.1, [new CarbonPoint(Some.Noon, 300), new CarbonPoint(Some.Noon + Duration.FromMinutes(30), 500)]);

        Account account = Model(new PolicyTerms { Prices = new PriceTerms { Carbon = carbon } }).ActiveGpu(H100);

        // 0.07 kW x 1.3 x 1 h = 0.091 kWh at 400 g on average = 36.4 g, at 0.1 a kg.
        Assert.Equal(Money.Of(0.00364), account.Carbon);
    }

    [Fact]
    public void Serving_AllOfTheDemand_EarnsItsValueAndPaysForPowerAboveIdle()
    {
        // A 1g is a seventh of a GPU, so its best seat gives 7 a GPU; the three 1g serve 3, of which 1.5 is expected.
        WorkloadNeed need = Some.Service("chat", 3, ("1g.10gb", 1.0)) with { ExpectedRate = 1.5 };

        Account account = Model().Serving(need, [new SeatCount(need.Options[0], H100, 3)]);

        Assert.Equal(Money.Of(1.5 / 7 * 6), account.Value);
        Assert.Equal(Money.Zero, account.SloPenalty);
        // 630 W x 1/7 x 0.5^0.7 each.
        Assert.Equal(Money.Of(0.63 / 7 * Math.Pow(0.5, 0.7) * 1.3 * 0.25) * 3, account.Energy);
    }

    [Theory]
    [InlineData(QosClass.Guaranteed, 60)]
    [InlineData(QosClass.Burstable, 20)]
    [InlineData(QosClass.BestEffort, 2)]
    public void Serving_OnNoSeat_PaysThePenaltyOfItsClassForAllThatWasPlanned(QosClass qos, double penalty)
    {
        WorkloadNeed need = Some.Service("chat", 14, ("1g.10gb", 1.0)) with { Qos = qos };

        Assert.Equal(new Account { SloPenalty = Money.Of(2 * penalty) }, Model().Serving(need, []));
    }

    [Fact]
    public void Serving_MixedSeats_CountsDemandByTheBestOfThem()
    {
        // 3g: 4.2 x 7/3 = 9.8 a GPU; 1g: 7 a GPU. So 9.8 is a GPU's worth, and the 1g serves 1/9.8 of one.
        WorkloadNeed need = Some.Service("chat", 5, ("1g.10gb", 1.0), ("3g.40gb", 4.2)) with { ExpectedRate = 5, Qos = QosClass.Guaranteed };

        Account account = Model().Serving(need, [new SeatCount(need.Options[0], H100, 1)]);

        Assert.Equal(Money.Of(6 / 9.8), account.Value);
        Assert.Equal(Money.Of(60 * 4 / 9.8), account.SloPenalty);
    }

    [Fact]
    public void Serving_InAMixedFleet_CountsDemandByTheBestSeatThatFleetHas()
    {
        // An A30's 1g is a quarter of it, so it gives 4 a GPU; an H100's gives 7. The seat of a model that is not there counts for nothing.
        WorkloadNeed need = Some.Service("chat", 7, ("1g.10gb", 1.0), ("1g.6gb", 1.0)) with { ExpectedRate = 7 };
        need = need with { Options = [.. need.Options, new SeatOption { Profile = "1g.10gb", GpuModel = "h900", Rate = 100 }] };
        GpuState[] fleet = [Some.Gpu(2, Board.A30), H100];

        foreach (IEnumerable<GpuState> order in new[] { fleet, fleet.Reverse() })
        {
            CostModel model = new(Some.Noon, new PolicyTerms(), PlanningPolicies.Find("cost")!, order);
            Assert.Equal(Money.Of(6), model.Serving(need, [new SeatCount(need.Options[0], H100, 7)]).Value);
        }

        CostModel a30s = new(Some.Noon, new PolicyTerms(), PlanningPolicies.Find("cost")!, [fleet[0]]);
        Assert.Equal(Money.Of(6), a30s.Serving(need, [new SeatCount(need.Options[1], fleet[0], 4)]).Value);
    }

    [Fact]
    public void Serving_OnALearnedRate_CountsOnTheCarefulOne()
    {
        SeatOption learned = new() { Profile = "1g.10gb", Rate = 1.0, RateError = 0.2, Source = "learned" };
        SeatOption known = new() { Profile = "7g.80gb", Rate = 7.0 };
        WorkloadNeed need = Some.Service("chat", 7) with { Options = [learned, known], Qos = QosClass.Guaranteed };

        Account account = Model().Serving(need, [new SeatCount(learned, H100, 7)]);

        Assert.Equal(Money.Of(60 * 0.2), account.SloPenalty);
    }

    [Fact]
    public void Serving_WithoutDemand_IsWorthNothingAndDrawsNothing()
    {
        WorkloadNeed need = Some.Service("notebook", 0, ("1g.10gb", 1.0));

        Assert.Equal(default, Model().Serving(need, [new SeatCount(need.Options[0], H100, 1)]));
    }

    [Fact]
    public void Serving_AJobOfFourGpus_CountsAndPowersAllFour()
    {
        WorkloadNeed need = Some.Service("train", 1, (ProfileCapacity.WholeGpu, 1.0)) with { ExpectedRate = 1, GpusPerReplica = 4 };

        Account account = Model().Serving(need, [new SeatCount(need.Options[0], H100, 1)]);

        Assert.Equal(Money.Of(4 * 6), account.Value);
        Assert.Equal(Money.Of(4 * 0.63 * 1.3 * 0.25), account.Energy);
    }

    [Fact]
    public void Serving_OnAProfileTheGpuLacks_Throws()
    {
        WorkloadNeed need = Some.Service("chat", 1, ("2g.12gb", 1.0));

        ArgumentException error = Assert.Throws<ArgumentException>(() => Model().Serving(need, [new SeatCount(need.Options[0], H100, 1)]));

        Assert.Contains("2g.12gb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_OnASeat_LosesWhatItWillServeUntilItIsReady()
    {
        WorkloadNeed need = Some.Service("chat", 3, ("1g.10gb", 1.0), ("3g.40gb", 2.0)) with { Restart = Duration.FromSeconds(72) };

        // 72 s are 0.02 h; value 6 and penalty 20 a GPU-hour; 7 a GPU.
        Assert.Equal(new Account { Moving = Money.Of(0.02 * 26 / 7) }, Model().Start(need, need.Options[0]));
        Assert.Equal(new Account { Moving = Money.Of(0.02 * 26 * 2 / 7) }, Model().Start(need, null));
    }

    [Theory]
    [InlineData(QosClass.Guaranteed)]
    [InlineData(QosClass.Burstable)]
    public void Start_OfAReplicaThatTakesLongerThanTheHorizon_IsStillWorthAGpuOfItsOwn(QosClass qos)
    {
        WorkloadNeed need = Some.Service("train", 1, ("1g.10gb", 1.0)) with { Qos = qos, Restart = Duration.FromHours(3) };
        CostModel model = Model();
        Account runs = model.ActiveGpu(H100) + model.Serving(need, [new SeatCount(need.Options[0], H100, 1)]) + model.InstanceChange(H100);

        Assert.Equal(model.Start(need with { Restart = Duration.FromMinutes(15) }, need.Options[0]), model.Start(need, need.Options[0]));
        Assert.True(model.Objective(runs + model.Start(need, need.Options[0])) > model.Objective(model.Serving(need, [])));
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("energy")]
    [InlineData("performance")]
    public void Objective_OfTenThousandGpusAtTheHighestPricesAllowed_IsCounted(string policy)
    {
        PolicyTerms terms = new()
        {
            Policy = policy,
            Horizon = Duration.FromHours(24),
            Prices = new PriceTerms { GpuHour = 90, ValuePerGpuHour = 90, PenaltyGuaranteed = 1000, Energy = new EnergyTariff { PricePerKwh = 5 } },
        };
        WorkloadNeed need = Some.Service("chat", double.MaxValue, ("1g.10gb", 1e-300)) with { Qos = QosClass.Guaranteed, Restart = Duration.FromDays(30) };
        CostModel model = new(Some.Noon, terms, PlanningPolicies.Find(policy)!, [H100]);

        Account one = model.ActiveGpu(H100) + model.Serving(need, [new SeatCount(need.Options[0], H100, 7)]) + model.Start(need, null);
        Account all = Enumerable.Repeat(one, 10).Aggregate((sum, next) => sum + next) + new Account { GpuTime = one.GpuTime * 10_000, Energy = one.Energy * 10_000, Moving = one.Moving * 10_000 };

        Assert.Empty(TermsCheck.Refusals(terms));
        Assert.True(model.Objective(all) < model.Objective(one));
    }

    [Fact]
    public void ActiveGpu_AtANegativeTariff_IsPaidForDrawing() => Assert.Equal(
        Money.Of(-0.07 * 1.3 * 0.5),
        Model(new PolicyTerms { Prices = new PriceTerms { Energy = new EnergyTariff { PricePerKwh = -0.5 } } }).ActiveGpu(H100).Energy);

    [Fact]
    public void ActiveGpu_InTheNightWhoseHourComesTwice_PaysTheNightTariffForSevenHours()
    {
        // From midnight to 06:00 by the clock of Berlin, seven hours when summer time ends.
        EnergyTariff night = new() { TimeZone = "Europe/Berlin", Periods = [new TariffPeriod([], LocalTime.Midnight, new LocalTime(6, 0), 0.10)] };
        PolicyTerms terms = new() { Horizon = Duration.FromHours(8), Prices = new PriceTerms { Energy = night } };
        CostModel model = new(Instant.FromUtc(2026, 10, 24, 22, 0), terms, PlanningPolicies.Find("cost")!, [H100]);

        Assert.Equal(Money.Of(0.07 * 1.3 * ((7 * 0.10) + (1 * 0.25))), model.ActiveGpu(H100).Energy);
    }

    /// <summary>The example of decisions/cost-and-policy.md, figure by figure.</summary>
    [Fact]
    public void Account_OfTheExampleOnTheDecisionPage_IsWhatItSays()
    {
        WorkloadNeed need = Some.Service("chat", 3, ("1g.10gb", 1.0)) with { ExpectedRate = 1.5, Restart = Duration.FromSeconds(72) };
        CostModel model = Model();
        Account serving = model.Serving(need, [new SeatCount(need.Options[0], H100, 3)]), start = model.Start(need, need.Options[0]);

        Assert.Equal(
            ["1.2857", "0.0000", "2.0000", "0.0228", "0.0540", "0.0743"],
            new[] { serving.Value, serving.SloPenalty, model.ActiveGpu(H100).GpuTime, model.ActiveGpu(H100).Energy, serving.Energy, start.Moving }
                .Select(amount => amount.Amount.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Serving_FewerThanTheReplicasWanted_PaysForThoseMissing()
    {
        // No demand, but two replicas are wanted: one of them is missed, a seventh of a GPU.
        WorkloadNeed need = Some.Service("chat", 0, ("1g.10gb", 1.0)) with { Replicas = new ReplicaRange(2, 5) };

        Assert.Equal(Money.Of(20 / 7.0), Model().Serving(need, [new SeatCount(need.Options[0], H100, 1)]).SloPenalty);
    }

    [Fact]
    public void InstanceChange_OfHalfASecond_CostsHalfASecondOfTheGpu() =>
        Assert.Equal(new Account { InstanceChanges = new Money(278) }, Model().InstanceChange(H100));

    [Fact]
    public void Objective_WeighsTermsInThousandths()
    {
        CostModel energy = new(Some.Noon, new PolicyTerms(), PlanningPolicies.Find("cost")! with { EnergyWeight = 10, GpuTimeWeight = 0.1, PenaltyWeight = 3 }, [H100]);
        Account account = new(new Money(1_000_000), new Money(1), new Money(10), new Money(100), new Money(1000), new Money(10_000), new Money(100_000));

        Assert.Equal(1000 * (1_000_000 - 3 - 1 - 1000 - 10_000 - 10_000 - 100_000), energy.Objective(account).Micros);
    }

    [Fact]
    public void Constructor_OfAProblem_TakesThePolicyItsTermsName()
    {
        PlanningProblem problem = Some.Problem([H100]) with { Terms = new PolicyTerms { Policy = "nonsense" } };

        Assert.Contains("nonsense", Assert.Throws<ArgumentException>(() => new CostModel(problem)).Message, StringComparison.Ordinal);
        Assert.Equal(Money.Of(2.0), new CostModel(problem with { Terms = new PolicyTerms() }).ActiveGpu(H100).GpuTime);
    }

    private static CostModel Model(PolicyTerms? terms = null) => new(Some.Noon, terms ?? new PolicyTerms(), PlanningPolicies.Find("cost")!, [H100]);
}
