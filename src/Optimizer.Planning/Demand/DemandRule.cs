using System.Globalization;
using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Planning.Demand;

/// <summary>The rule behind <see cref="DemandReading"/>.</summary>
internal static class DemandRule
{
    /// <summary>
    /// Demand of full seats is not seen, only that it is at least what they serve; it is counted as more by this factor. Doubled, one full bin
    /// would more than double the capacity; near 1, a workload far below its demand would catch up by less than a replica at a time.
    /// </summary>
    internal const double SaturationStep = 1.25;

    /// <summary>Shortest look ahead for rising, the shortest window forecasts have. Doubled or more, it would rise for peaks it could still wait for.</summary>
    private static readonly Duration Soon = Duration.FromMinutes(15);

    internal static DemandReading Read(DemandFacts facts)
    {
        Check(facts);
        ForecastTrust trust = new(facts);
        double? observed = facts.ObservedNow ?? (ForecastTrust.IsFresh(facts) ? facts.Forecast!.Observed : null);
        Claim? soon = trust.Peak(Duration.Max(Soon, facts.Ready)), later = trust.Peak(Duration.Max(facts.Horizon, facts.PayBack));
        Claim? reactive = Reactive(facts, observed, trust.Doubt ?? ((soon ?? later) is null ? "no forecast with skill" : "the forecast asks for less"));
        if ((reactive ?? soon) is not { } known)
        {
            return Unknown(facts, trust);
        }

        Claim rise = known.Or(soon);
        Claim hold = rise.Or(later).Or(Recent(facts));
        DemandDirection direction = DirectionOf(facts, rise.Rate, hold.Rate, observed);
        double planning = direction == DemandDirection.Keep ? facts.CapacityNow : hold.Rate;
        return new DemandReading(
            planning,
            Math.Min(Expected(facts, observed, trust) ?? planning, planning),
            reactive?.Rate,
            rise.Rate,
            hold.Rate,
            direction,
            direction == DemandDirection.Keep ? Kept(facts, hold) : hold.Basis,
            hold.Source);
    }

    private static DemandDirection DirectionOf(DemandFacts facts, double rise, double hold, double? observed)
    {
        if (facts.CapacityNow < rise)
        {
            return DemandDirection.Rise;
        }

        // Nothing is given up for a series that has not shown what it does next, for demand nobody sees, or while the seats are full.
        bool unsure = observed is null || Saturated(facts) || (facts.Policy.UsesForecast && facts.Forecast?.Health.State == ForecastState.Cold);
        return !unsure && facts.CapacityNow > hold * (1 + facts.Policy.ShrinkBand) ? DemandDirection.Fall : DemandDirection.Keep;
    }

    private static bool Saturated(DemandFacts facts) => ForecastTrust.IsFresh(facts) && facts.Forecast!.Saturated;

    private static Claim? Reactive(DemandFacts facts, double? observed, string doubt)
    {
        if (observed is not { } now)
        {
            return null;
        }

        double headroom = facts.Policy.ReactiveHeadroom;
        if (!Saturated(facts))
        {
            return new Claim(now * headroom, string.Create(CultureInfo.InvariantCulture, $"{headroom:0.##} x demand now ({doubt})"), "reactive");
        }

        // The capacity counted on may be too high; then the seats are full below it, and only counting from it makes room.
        double served = Math.Max(now * headroom, facts.CapacityNow);
        return new Claim(
            served * SaturationStep,
            string.Create(CultureInfo.InvariantCulture, $"{SaturationStep:0.##} x {served:0.###}: its seats are full, so demand is at least the {now:0.###} seen and may be higher"),
            "reactive");
    }

    private static Claim? Recent(DemandFacts facts) => facts.RecentPeak is { } peak
        ? new Claim(
            peak * facts.Policy.ReactiveHeadroom,
            string.Create(CultureInfo.InvariantCulture, $"{facts.Policy.ReactiveHeadroom:0.##} x the highest demand of the last {facts.Horizon.TotalMinutes:0} min"),
            "recent")
        : null;

    /// <summary>The forecast's mean where it has skill, else demand now; of full seats at least demand now.</summary>
    private static double? Expected(DemandFacts facts, double? observed, ForecastTrust trust) =>
        trust.Mean() is { } mean ? Saturated(facts) ? Math.Max(mean, observed ?? 0) : mean : observed;

    private static string Kept(DemandFacts facts, Claim hold) => string.Create(
        CultureInfo.InvariantCulture, $"keeps the {facts.CapacityNow:0.###} there is; wanted is {hold.Rate:0.###}, {hold.Basis}");

    /// <summary>Demand that is not known is not none: what is there stays.</summary>
    private static DemandReading Unknown(DemandFacts facts, ForecastTrust trust) => new(
        facts.CapacityNow,
        facts.CapacityNow,
        null,
        facts.CapacityNow,
        facts.CapacityNow,
        DemandDirection.Keep,
        string.Create(CultureInfo.InvariantCulture, $"keeps the {facts.CapacityNow:0.###} there is; demand is not seen ({trust.Doubt ?? "no forecast with skill"})"),
        "unknown");

    private static void Check(DemandFacts facts)
    {
        Require(facts.CapacityNow, nameof(facts.CapacityNow));
        Require(facts.ObservedNow ?? 0, nameof(facts.ObservedNow));
        Require(facts.RecentPeak ?? 0, nameof(facts.RecentPeak));
        Require(facts.Forecast?.Observed ?? 0, nameof(facts.Forecast));
    }

    private static void Require(double rate, string name)
    {
        if (!double.IsFinite(rate) || rate < 0)
        {
            throw new ArgumentOutOfRangeException(name, rate, "rates are finite and not negative");
        }
    }
}
