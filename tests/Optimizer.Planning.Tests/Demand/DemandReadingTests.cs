using NodaTime;
using Optimizer.Model.Demand;
using Optimizer.Planning.Demand;
using Optimizer.Planning.Policies;

namespace Optimizer.Planning.Tests.Demand;

public sealed class DemandReadingTests
{
    [Fact]
    public void Of_TooLittleForTheNextQuarter_PlansForTheHour()
    {
        DemandReading reading = Read(10, SomeForecast.Of(8, quarter: 12, hour: 15, mean: 9));

        Assert.Equal(DemandDirection.Rise, reading.Direction);
        Assert.Equal((12, 15, 15), (reading.RiseRate, reading.HoldRate, reading.PlanningRate));
        Assert.Equal(9, reading.ExpectedRate);
        Assert.Equal("P95 of the peak of the next 1 h (forecast, skill 0.31)", reading.Basis);
    }

    [Fact]
    public void Of_EnoughForTheQuarterButNotForTheHour_Waits()
    {
        DemandReading reading = Read(13, SomeForecast.Of(8, quarter: 12, hour: 15));

        Assert.Equal((DemandDirection.Keep, 13), (reading.Direction, reading.PlanningRate));
        Assert.Equal("keeps the 13 there is; wanted is 15, P95 of the peak of the next 1 h (forecast, skill 0.31)", reading.Basis);
    }

    [Theory]
    [InlineData(16.5, DemandDirection.Keep)] // exactly the band of a tenth
    [InlineData(16.6, DemandDirection.Fall)]
    public void Of_MoreThanTheHourNeeds_FallsBeyondTheBand(double capacity, DemandDirection direction)
    {
        DemandReading reading = Read(capacity, SomeForecast.Of(8, quarter: 12, hour: 15));

        Assert.Equal(direction, reading.Direction);
        Assert.Equal(direction == DemandDirection.Fall ? 15 : capacity, reading.PlanningRate);
    }

    [Fact]
    public void Of_APeakBeforeItPaysBack_KeepsWhatTheHourDoesNotNeed()
    {
        SeriesForecast forecast = SomeForecast.Of(8, quarter: 12, hour: 15, sixHours: 30);

        Assert.Equal(DemandDirection.Fall, Read(30, forecast).Direction);
        Assert.Equal(DemandDirection.Keep, Read(30, forecast, facts => facts with { PayBack = Duration.FromHours(3) }).Direction);
    }

    [Fact]
    public void Of_ARestartLongerThanAQuarter_LooksAsFarAheadToRise()
    {
        SeriesForecast forecast = SomeForecast.Of(8, quarter: 12, hour: 15);

        Assert.Equal(DemandDirection.Rise, Read(13, forecast, facts => facts with { Ready = Duration.FromMinutes(20) }).Direction);
    }

    [Fact]
    public void Of_AForecastBelowTheReactiveRule_DoesNotLowerIt()
    {
        DemandReading reading = Read(5, SomeForecast.Of(10, quarter: 3, hour: 4));

        Assert.Equal((12, "reactive"), (reading.PlanningRate, reading.Source));
        Assert.Equal("1.2 x demand now (the forecast asks for less)", reading.Basis);
    }

    [Theory]
    [InlineData(null)] // not measured yet
    [InlineData(0.0)]
    [InlineData(-0.2)]
    public void Of_AForecastWithoutSkill_ReactsOnly(double? skill)
    {
        DemandReading reading = Read(5, SomeForecast.Of(10, quarter: 30, hour: 40, skill: skill, mean: 25));

        Assert.Equal((12, 10), (reading.PlanningRate, reading.ExpectedRate));
        Assert.Equal("1.2 x demand now (no forecast with skill)", reading.Basis);
    }

    [Fact]
    public void Of_AStaleForecast_ReactsToDemandSeenElsewhere()
    {
        SeriesForecast stale = SomeForecast.Of(10, quarter: 30, hour: 40) with { SeenAt = Some.Noon - Duration.FromMinutes(12) };

        DemandReading reading = Read(5, stale, facts => facts with { ObservedNow = 20 });

        Assert.Equal(24, reading.PlanningRate);
        Assert.Equal("1.2 x demand now (forecast is stale, last reading 12 min ago)", reading.Basis);
    }

    [Fact]
    public void Of_AStaleForecastAndNothingElse_KeepsWhatThereIs()
    {
        SeriesForecast stale = SomeForecast.Of(10, quarter: 30, hour: 40) with { SeenAt = Some.Noon - Duration.FromMinutes(12) };

        DemandReading reading = Read(5, stale);

        Assert.Equal((DemandDirection.Keep, 5, "unknown"), (reading.Direction, reading.PlanningRate, reading.Source));
        Assert.Null(reading.ReactiveRate);
        Assert.Equal("keeps the 5 there is; demand is not seen (forecast is stale, last reading 12 min ago)", reading.Basis);
    }

    [Fact]
    public void Of_NoForecastAtAll_Reacts() =>
        Assert.Equal("1.2 x demand now (no forecast)", Read(5, null, facts => facts with { ObservedNow = 10 }).Basis);

    [Fact]
    public void Of_AMissingBinWithSkill_MayRiseButNotFall()
    {
        SeriesForecast gap = SomeForecast.Of(0, quarter: 12, hour: 15) with { Observed = null };

        Assert.Equal((DemandDirection.Rise, 15), (Read(5, gap).Direction, Read(5, gap).PlanningRate));
        Assert.Equal(DemandDirection.Keep, Read(50, gap).Direction);
    }

    [Fact]
    public void Of_AColdSeries_ReactsAndGivesNothingUp()
    {
        SeriesForecast cold = SomeForecast.Of(10, quarter: 30, hour: 40).Cold();

        Assert.Equal("1.2 x demand now (forecast has too little history)", Read(5, cold).Basis);
        Assert.Equal(DemandDirection.Keep, Read(100, cold).Direction);
        Assert.Equal(DemandDirection.Fall, Read(100, cold, policy: "reactive").Direction);
    }

    [Fact]
    public void Of_FullSeats_AsksForMoreThanTheyServe()
    {
        SeriesForecast full = SomeForecast.Of(9.6, quarter: 5, hour: 5) with { Saturated = true };

        // 9.6 x 1.2 is above the 10 counted on.
        DemandReading reading = Read(10, full);

        Assert.Equal((DemandDirection.Rise, 14.4), (reading.Direction, Math.Round(reading.PlanningRate, 9)));
        Assert.Equal("1.25 x 11.52: its seats are full, so demand is at least the 9.6 seen and may be higher", reading.Basis);
    }

    [Fact]
    public void Of_FullSeatsBelowTheCapacityCountedOn_StillAsksForMore()
    {
        SeriesForecast full = SomeForecast.Of(5, quarter: 5, hour: 5) with { Saturated = true };

        Assert.Equal((DemandDirection.Rise, 12.5), (Read(10, full).Direction, Read(10, full).PlanningRate));
    }

    [Fact]
    public void Of_AHighOfTheLastHour_IsHeldAgainstFalling()
    {
        DemandReading reading = Read(40, SomeForecast.Of(10, quarter: 12, hour: 15), facts => facts with { RecentPeak = 30 });

        Assert.Equal((DemandDirection.Fall, 36.0), (Read(41, null, facts => facts with { ObservedNow = 10, RecentPeak = 30 }).Direction, reading.HoldRate));
        Assert.Equal(DemandDirection.Keep, Read(39, null, facts => facts with { ObservedNow = 10, RecentPeak = 30 }).Direction);
        Assert.Equal("1.2 x the highest demand of the last 60 min", Read(41, null, facts => facts with { ObservedNow = 10, RecentPeak = 30 }).Basis);
    }

    [Fact]
    public void Of_PoliciesWithOtherQuantiles_ReadThose()
    {
        SeriesForecast forecast = SomeForecast.Of(8, quarter: 20, hour: 30);

        Assert.Equal(33, Read(1, forecast, policy: "performance").PlanningRate, 9);
        Assert.StartsWith("P99 of", Read(1, forecast, policy: "performance").Basis, StringComparison.Ordinal);
        Assert.Equal("1.5 x demand now (the policy reactive uses no forecast)", Read(1, forecast, policy: "reactive").Basis);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Of_ARateThatIsNone_Throws(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(rate, null));

    private static DemandReading Read(double capacity, SeriesForecast? forecast, Func<DemandFacts, DemandFacts>? change = null, string policy = "cost")
    {
        DemandFacts facts = new() { At = Some.Noon, Policy = PlanningPolicies.Find(policy)!, Forecast = forecast, CapacityNow = capacity };
        return DemandReading.Of(change is null ? facts : change(facts));
    }
}
