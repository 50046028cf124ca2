using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Planning.Demand;
using Optimizer.Planning.Policies;

namespace Optimizer.Planning.Tests.Demand;

public sealed class DemandReadingLaws
{
    private static readonly Gen<DemandFacts> Facts =
        from observed in Gen.Choose(0, 1000)
        from quarter in Gen.Choose(0, 1000)
        from more in Gen.Choose(0, 500)
        from skill in Gen.Choose(-5, 5)
        from capacity in Gen.Choose(0, 2000)
        from flags in Gen.Choose(0, 31)
        from policy in Gen.Choose(0, PlanningPolicies.All.Length - 1)
        let forecast = SomeForecast.Of(observed / 10.0, quarter / 10.0, (quarter + more) / 10.0, skill / 10.0, mean: quarter / 20.0)
        select new DemandFacts
        {
            At = Some.Noon + Duration.FromMinutes((flags & 1) * 15),
            Policy = PlanningPolicies.All[policy],
            Forecast = (flags & 2) != 0 ? null : forecast with { Saturated = (flags & 4) != 0 },
            ObservedNow = (flags & 8) != 0 ? null : observed / 10.0,
            RecentPeak = (flags & 16) != 0 ? null : (observed + more) / 10.0,
            CapacityNow = capacity / 10.0,
        };

    [Fact]
    public void Of_AnyFacts_IsNeverBelowTheReactiveRule() => Holds(facts =>
    {
        DemandReading with = DemandReading.Of(facts);
        DemandReading without = DemandReading.Of(facts with { Policy = facts.Policy with { UsesForecast = false } });

        return with.PlanningRate >= (with.ReactiveRate ?? 0) && with.ReactiveRate == without.ReactiveRate
            && with.ExpectedRate <= with.PlanningRate && with.RiseRate <= with.HoldRate;
    });

    [Fact]
    public void Of_CapacityThatWasPlanned_IsKept() => Holds(facts =>
    {
        // Full seats are the exception: they ask for more until they are full no longer.
        DemandFacts open = facts with { Forecast = facts.Forecast is null ? null : facts.Forecast with { Saturated = false } };
        double planned = DemandReading.Of(open).PlanningRate;
        DemandReading again = DemandReading.Of(open with { CapacityNow = planned });

        return again.Direction == DemandDirection.Keep && again.PlanningRate == planned;
    });

    [Fact]
    public void Of_AWobbleInsideTheBand_ChangesNothing() => Holds(facts =>
    {
        DemandFacts calm = facts with { Forecast = null, ObservedNow = 10, RecentPeak = null, CapacityNow = 10 * facts.Policy.ReactiveHeadroom };

        return Enumerable.Range(0, 10).All(step => DemandReading.Of(calm with { ObservedNow = 10 / (1 + (facts.Policy.ShrinkBand * step / 10)) }).Direction == DemandDirection.Keep);
    });

    [Fact]
    public void Of_MoreDemandNow_NeverAsksForLess() => Holds(facts =>
    {
        if (facts.ObservedNow is not { } now)
        {
            return true;
        }

        DemandReading less = DemandReading.Of(facts), more = DemandReading.Of(facts with { ObservedNow = now + 5 });

        return more.HoldRate >= less.HoldRate && more.RiseRate >= less.RiseRate && more.Direction <= less.Direction;
    });

    private static void Holds(Func<DemandFacts, bool> law) =>
        Prop.ForAll(Facts.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
