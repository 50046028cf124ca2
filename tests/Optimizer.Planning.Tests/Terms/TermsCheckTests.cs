using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Terms;

public sealed class TermsCheckTests
{
    private static readonly PriceTerms Prices = new();
    private static readonly GateTerms Open = new();

    [Fact]
    public void Refusals_OfTheShippedTerms_AreNone() => Assert.Empty(TermsCheck.Refusals(new PolicyTerms(), Some.Noon));

    [Fact]
    public void Refusals_OfEveryPolicyThereIs_AreNone() =>
        Assert.All(PlanningPolicies.All, policy => Assert.Empty(TermsCheck.Refusals(new PolicyTerms { Policy = policy.Name })));

    [Theory]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("America/New York", "America/New_York")]
    public void Refusals_OfAnUnknownZone_SuggestTheNearest(string asked, string nearest)
    {
        PlanRefusal refusal = Only(new PolicyTerms { Prices = Prices with { Energy = new EnergyTariff { TimeZone = asked } } });

        Assert.Equal((RefusalReason.UnknownTimeZone, "prices.energy.timeZone"), (refusal.Reason, refusal.Subject));
        Assert.Contains($" {nearest},", refusal.Relaxation, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_OfAnUnknownPolicy_SuggestTheNearestAndListAll()
    {
        PlanRefusal refusal = Only(new PolicyTerms { Policy = "costs" });

        Assert.Equal(RefusalReason.UnknownPolicy, refusal.Reason);
        Assert.Equal("set it to cost, the nearest name, or another of cost, energy, performance, reactive, static", refusal.Relaxation);
    }

    [Theory]
    [InlineData(-0.01, "set it to 0 or more")]
    [InlineData(1e5, "set it to 10000 or less")]
    [InlineData(double.NaN, "give a number from 0 to 10000")]
    [InlineData(double.PositiveInfinity, "give a number from 0 to 10000")]
    public void Refusals_OfABadPrice_SayTheLeastChange(double price, string relaxation)
    {
        PlanRefusal refusal = Only(new PolicyTerms { Prices = Prices with { GpuHour = price } });

        Assert.Equal((RefusalReason.BadFigure, "prices.gpuHour", relaxation), (refusal.Reason, refusal.Subject, refusal.Relaxation));
    }

    [Fact]
    public void Refusals_OfANegativeEnergyPrice_AreNone() =>
        Assert.Empty(TermsCheck.Refusals(new PolicyTerms { Prices = Prices with { Energy = new EnergyTariff { PricePerKwh = -0.02 } } }));

    [Fact]
    public void Refusals_OfAPueBelowOne_SayOne() =>
        Assert.Equal("set it to 1 or more", Only(new PolicyTerms { Prices = Prices with { PowerUsageEffectiveness = 0.9 } }).Relaxation);

    [Fact]
    public void Refusals_OfTwoPricesForOneModel_NameIt()
    {
        PriceTerms twice = Prices with { Models = [new ModelPrice("h100", 2), new ModelPrice("h100", 3)] };

        Assert.Equal((RefusalReason.BadName, "prices.models.h100"), (Only(new PolicyTerms { Prices = twice }).Reason, Only(new PolicyTerms { Prices = twice }).Subject));
    }

    [Fact]
    public void Refusals_OfACarbonSeriesOutOfOrder_NameThePoint()
    {
        CarbonTerms carbon = new(0.1, [new CarbonPoint(Some.Noon, 300), new CarbonPoint(Some.Noon, 200)]);

        Assert.Equal("prices.carbon.series[1]", Only(new PolicyTerms { Prices = Prices with { Carbon = carbon } }).Subject);
    }

    [Fact]
    public void Refusals_OfACarbonPriceWithoutASeries_AskForOnePoint() =>
        Assert.Contains("one point", Only(new PolicyTerms { Prices = Prices with { Carbon = new CarbonTerms(0.1, []) } }).Relaxation, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void Refusals_OfAHorizonNoForecastReaches_NameIt(int hours) =>
        Assert.Equal("horizon (h)", Only(new PolicyTerms { Horizon = Duration.FromHours(hours) }).Subject);

    [Fact]
    public void Refusals_OfADwellLongerThanTheMemoryOfMoves_SayADay()
    {
        PlanRefusal refusal = Only(With(Open with { Dwell = Duration.FromHours(25) }));

        Assert.Equal("gates.dwell (h) is 25, but moves are remembered for 24 h, so no dwell longer than that can be kept", refusal.Sentence);
        Assert.Equal("set it to 24 or less", refusal.Relaxation);
    }

    [Fact]
    public void Refusals_OfAnEmptyFreeze_SayItNeverHolds()
    {
        PlanRefusal refusal = Only(With(Open with { Freezes = [new Interval(Some.Noon, Some.Noon)] }));

        Assert.Equal((RefusalReason.ContradictoryWindows, "gates.freezes[0]"), (refusal.Reason, refusal.Subject));
    }

    [Fact]
    public void Refusals_OfFreezesOutOfOrder_NameTheLater()
    {
        Interval late = new(Some.Noon + Duration.FromHours(4), Some.Noon + Duration.FromHours(5));
        Interval early = new(Some.Noon, Some.Noon + Duration.FromHours(1));

        Assert.Equal("gates.freezes[1]", Only(With(Open with { Freezes = [late, early] })).Subject);
    }

    [Fact]
    public void Refusals_OfAFreezeOverEveryWindowOfTheYear_HelpWhenFollowed()
    {
        // Sundays at 02:00; the freeze runs from now for two years.
        GateTerms gates = Open with
        {
            Windows = [new WeeklyWindow([IsoDayOfWeek.Sunday], new LocalTime(2, 0), new LocalTime(4, 0))],
            Freezes = [new Interval(Some.Noon, Some.Noon + Duration.FromDays(730))],
        };

        PlanRefusal refusal = Only(With(gates));

        Assert.Equal(RefusalReason.ContradictoryWindows, refusal.Reason);
        Assert.Equal("end that freeze by 2026-11-29T02:00:00Z, or set gates.deepestRung to FreeSpace", refusal.Relaxation);
        Assert.Empty(TermsCheck.Refusals(With(gates with { Freezes = [new Interval(Some.Noon, Instant.FromUtc(2026, 11, 29, 2, 0))] }), Some.Noon));
        Assert.Empty(TermsCheck.Refusals(With(gates with { DeepestRung = DisruptionRung.FreeSpace }), Some.Noon));
    }

    [Fact]
    public void Refusals_OfAFreezeOfAWeek_AreNone() =>
        Assert.Empty(TermsCheck.Refusals(With(Open with { Freezes = [new Interval(Some.Noon, Some.Noon + Duration.FromDays(7))] }), Some.Noon));

    [Fact]
    public void Refusals_OfADayNoWeekHas_NameTheWindow()
    {
        WeeklyWindow bad = new([IsoDayOfWeek.None], new LocalTime(2, 0), new LocalTime(4, 0));

        Assert.Equal("gates.windows[0]", Only(With(Open with { Windows = [bad] })).Subject);
    }

    [Fact]
    public void Refusals_OfSeveralMistakes_AreAllGivenInOrder()
    {
        PolicyTerms terms = new()
        {
            Policy = "nonsense",
            Prices = Prices with { GpuHour = -1, PenaltyGuaranteed = double.NaN },
            Gates = Open with { MaxShareMoving = 2, TimeZone = "Nowhere" },
        };

        Assert.Equal(
            ["gates.maxShareMoving", "gates.timeZone", "policy", "prices.gpuHour", "prices.penaltyGuaranteed"],
            TermsCheck.Refusals(terms, Some.Noon).Select(refusal => refusal.Subject));
    }

    [Fact]
    public void Refusals_OfHugePricesForMuchEnergy_HelpWhenFollowed()
    {
        // Each is in range, and a day of it for a large fleet is more than a 64-bit count of thousandths of micros.
        PolicyTerms terms = new() { Policy = "energy", Horizon = Duration.FromHours(24), Prices = Prices with { PowerUsageEffectiveness = 10, Energy = new EnergyTariff { PricePerKwh = 9000 } } };

        PlanRefusal refusal = Only(terms);

        Assert.Equal(("prices", "prices come to 2700066 for one GPU and hour with the weights of the policy energy; over a horizon of 24 h amounts hold 3843"), (refusal.Subject, refusal.Sentence));
        Assert.Equal("state all prices in a unit 1000 times as large, or set the horizon to 0.03 h", refusal.Relaxation);
        Assert.Empty(TermsCheck.Refusals(terms with { Horizon = Duration.FromHours(0.03) }));
        Assert.Empty(TermsCheck.Refusals(terms with { Prices = new PriceTerms { PowerUsageEffectiveness = 10, GpuHour = 0.002, ValuePerGpuHour = 0.006, PenaltyGuaranteed = 0.06, PenaltyBurstable = 0.02, PenaltyBestEffort = 0.002, Energy = new EnergyTariff { PricePerKwh = 9 } } }));
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(-1e9)]
    public void Refusals_OfABillionForAKilowattHour_NameIt(double price) =>
        Assert.Equal("prices.energy.pricePerKwh", Only(new PolicyTerms { Prices = Prices with { Energy = new EnergyTariff { PricePerKwh = price } } }).Subject);

    [Fact]
    public void Refusals_OfAHorizonOfNothing_SayTheLeast()
    {
        PlanRefusal refusal = Only(new PolicyTerms { Horizon = Duration.Zero });

        Assert.Equal("horizon (h) is 0, but a plan looks from a minute to a day ahead, as forecasts of peaks do", refusal.Sentence);
        Assert.Equal("set it to 0.016667 or more", refusal.Relaxation);
    }

    [Fact]
    public void Refusals_OfAHorizonOfAMonth_SayTheMost() =>
        Assert.Equal("set it to 24 or less", Only(new PolicyTerms { Horizon = Duration.FromDays(30) }).Relaxation);

    private static PolicyTerms With(GateTerms gates) => new() { Gates = gates };

    private static PlanRefusal Only(PolicyTerms terms) => Assert.Single(TermsCheck.Refusals(terms, Some.Noon));
}
