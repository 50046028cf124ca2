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

    private static PolicyTerms With(GateTerms gates) => new() { Gates = gates };

    private static PlanRefusal Only(PolicyTerms terms) => Assert.Single(TermsCheck.Refusals(terms, Some.Noon));
}
