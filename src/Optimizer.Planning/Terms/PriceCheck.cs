using System.Globalization;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;

namespace Optimizer.Planning.Terms;

/// <summary>Checks the policy's name, the horizon and every price.</summary>
internal static class PriceCheck
{
    /// <summary>Most that anything may cost an hour, a kWh or a kg. Doubled, fewer prices stated in too small a unit are found one by one; <see cref="Sum"/> finds them together.</summary>
    internal const double MaxPrice = 10_000;

    /// <summary>GPUs' worth of demand and of fleet that amounts must hold: ten times the most that counts of one workload. Doubled, prices of twice the size are refused.</summary>
    private const double MostGpus = 10 * DemandWorth.MaxGpus;

    /// <summary>Most that one GPU draws, as <see cref="Power.PowerFit"/> takes it. Unit: kW.</summary>
    private const double MostKilowatts = 3;

    private const string NotNegative = "prices are from 0 to 10000 (of a currency of small units, state thousands)";

    internal static IEnumerable<PlanRefusal> Refusals(PolicyTerms terms)
    {
        PlanRefusal[] found =
        [
            .. new[] { Policy(terms), Horizon(terms) }.Concat(Single(terms.Prices)).OfType<PlanRefusal>()
                .Concat(Models(terms.Prices.Models))
                .Concat(Tariff(terms.Prices.Energy))
                .Concat(Carbon(terms.Prices.Carbon)),
        ];

        // What the sum of figures that are wrong one by one comes to says nothing more.
        return found.Length == 0 && Sum(terms) is { } sum ? [sum] : found;
    }

    /// <summary>Each price may be in range and all of them over the horizon still be more than the objective can count.</summary>
    private static PlanRefusal? Sum(PolicyTerms terms)
    {
        PriceTerms prices = terms.Prices;
        PlanningPolicy policy = PlanningPolicies.Find(terms.Policy)!;
        double penalty = Math.Max(prices.PenaltyGuaranteed, Math.Max(prices.PenaltyBurstable, prices.PenaltyBestEffort));
        double gpu = prices.Models.Select(price => price.GpuHour).Append(prices.GpuHour).Max();
        double energy = prices.Energy.Periods.Select(period => Math.Abs(period.PricePerKwh)).Append(Math.Abs(prices.Energy.PricePerKwh)).Max();
        double carbon = prices.Carbon is { } emitted ? emitted.PricePerKg * emitted.Series.Max(point => point.GramsPerKwh) / 1000 : 0;
        double anHour = prices.ValuePerGpuHour + (penalty * policy.PenaltyWeight) + (gpu * policy.GpuTimeWeight)
            + ((energy + carbon) * MostKilowatts * prices.PowerUsageEffectiveness * policy.EnergyWeight);
        double most = long.MaxValue / (1e6 * CostModel.ObjectiveScale * MostGpus * terms.Horizon.TotalHours);
        return anHour <= most
            ? null
            : new PlanRefusal(
                RefusalReason.BadFigure,
                "prices",
                string.Create(CultureInfo.InvariantCulture, $"prices come to {anHour:0} for one GPU and hour with the weights of the policy {terms.Policy}; over a horizon of {terms.Horizon.TotalHours:0.##} h amounts hold {Math.Floor(most):0}"),
                string.Create(CultureInfo.InvariantCulture, $"state all prices in a unit {Math.Pow(10, Math.Ceiling(Math.Log10(anHour / most))):0} times as large, or set the horizon to {Math.Floor(terms.Horizon.TotalHours * most / anHour * 100) / 100:0.##} h"));
    }

    private static PlanRefusal? Policy(PolicyTerms terms)
    {
        if (PlanningPolicies.Find(terms.Policy) is not null)
        {
            return null;
        }

        string[] names = [.. PlanningPolicies.All.Select(policy => policy.Name)];
        return new PlanRefusal(
            RefusalReason.UnknownPolicy,
            "policy",
            $"policy is {terms.Policy}, and there is none of that name",
            $"set it to {NearestName.Of(terms.Policy, names)}, the nearest name, or another of {string.Join(", ", names)}");
    }

    private static PlanRefusal? Horizon(PolicyTerms terms) => TermsCheck.OutOfRange(
        "horizon (h)", terms.Horizon.TotalHours, 1 / 60.0, 24, "a plan looks from a minute to a day ahead, as forecasts of peaks do");

    private static IEnumerable<PlanRefusal?> Single(PriceTerms prices) =>
    [
        TermsCheck.OutOfRange("prices.gpuHour", prices.GpuHour, 0, MaxPrice, NotNegative),
        TermsCheck.OutOfRange("prices.powerUsageEffectiveness", prices.PowerUsageEffectiveness, 1, 10, "a facility draws at least what its IT does, and less than ten times it"),
        TermsCheck.OutOfRange("prices.valuePerGpuHour", prices.ValuePerGpuHour, 0, MaxPrice, NotNegative),
        TermsCheck.OutOfRange("prices.penaltyGuaranteed", prices.PenaltyGuaranteed, 0, MaxPrice, NotNegative),
        TermsCheck.OutOfRange("prices.penaltyBurstable", prices.PenaltyBurstable, 0, MaxPrice, NotNegative),
        TermsCheck.OutOfRange("prices.penaltyBestEffort", prices.PenaltyBestEffort, 0, MaxPrice, NotNegative),
        TermsCheck.OutOfRange("prices.instanceChange (s)", prices.InstanceChange.TotalSeconds, 0, 3600, "changing an instance takes from nothing to an hour"),
    ];

    private static IEnumerable<PlanRefusal> Models(ValueArray<ModelPrice> models)
    {
        foreach (IGrouping<string, ModelPrice> group in ((IEnumerable<ModelPrice>)models).GroupBy(price => price.Model, StringComparer.Ordinal))
        {
            string subject = $"prices.models.{group.Key}";
            if (group.Count() > 1)
            {
                yield return new PlanRefusal(RefusalReason.BadName, subject, $"{group.Key} has {group.Count()} prices", "keep one of them");
            }

            foreach (PlanRefusal refusal in group.Select(price => TermsCheck.OutOfRange(subject, price.GpuHour, 0, MaxPrice, NotNegative)).OfType<PlanRefusal>())
            {
                yield return refusal;
            }
        }
    }

    private static IEnumerable<PlanRefusal> Tariff(EnergyTariff tariff)
    {
        const string why = "prices of energy are from -10000 to 10000";
        List<PlanRefusal?> found =
        [
            TermsCheck.UnknownZone("prices.energy.timeZone", tariff.TimeZone),
            TermsCheck.OutOfRange("prices.energy.pricePerKwh", tariff.PricePerKwh, -MaxPrice, MaxPrice, why),
        ];
        for (int index = 0; index < tariff.Periods.Count; index++)
        {
            string subject = string.Create(CultureInfo.InvariantCulture, $"prices.energy.periods[{index}]");
            found.Add(TermsCheck.OutOfRange(subject, tariff.Periods[index].PricePerKwh, -MaxPrice, MaxPrice, why));
            found.Add(GateCheck.BadDays(subject, tariff.Periods[index].Days));
        }

        return found.OfType<PlanRefusal>();
    }

    private static IEnumerable<PlanRefusal> Carbon(CarbonTerms? carbon)
    {
        if (carbon is null)
        {
            yield break;
        }

        if (TermsCheck.OutOfRange("prices.carbon.pricePerKg", carbon.PricePerKg, 0, MaxPrice, NotNegative) is { } price)
        {
            yield return price;
        }

        const string subject = "prices.carbon.series";
        if (carbon.Series.IsEmpty)
        {
            yield return new PlanRefusal(RefusalReason.BadFigure, subject, "carbon has a price but no intensity to apply it to", "give one point, or leave carbon out");
        }

        for (int index = 0; index < carbon.Series.Count; index++)
        {
            CarbonPoint point = carbon.Series[index];
            string its = string.Create(CultureInfo.InvariantCulture, $"{subject}[{index}]");
            if (TermsCheck.OutOfRange(its, point.GramsPerKwh, 0, 1e6, "an intensity is from 0 to 1000000 g per kWh") is { } grams)
            {
                yield return grams;
            }

            if (index > 0 && point.From <= carbon.Series[index - 1].From)
            {
                yield return new PlanRefusal(
                    RefusalReason.BadFigure, its, $"{its} begins {point.From}, not later than the one before ({carbon.Series[index - 1].From})", "order the points by time, each time once");
            }
        }
    }
}
