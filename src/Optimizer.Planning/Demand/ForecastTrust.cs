using System.Globalization;
using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Planning.Demand;

/// <summary>Whether a forecast may speak at all, and what it says where it has shown skill.</summary>
internal sealed class ForecastTrust
{
    /// <summary>Age of the last reading beyond which a forecast is of a demand nobody sees. Doubled, a source that died is believed for twenty minutes; halved, series of five-minute bins would flicker.</summary>
    internal static readonly Duration StaleAfter = Duration.FromMinutes(10);

    private readonly DemandFacts _facts;

    internal ForecastTrust(DemandFacts facts)
    {
        _facts = facts;
        Doubt = DoubtOf(facts);
    }

    /// <summary>Why the forecast does not count, one clause; null when it may, window by window.</summary>
    internal string? Doubt { get; }

    /// <summary>The series' last reading is fresh, whatever the policy makes of forecasts.</summary>
    internal static bool IsFresh(DemandFacts facts) => facts.Forecast?.SeenAt is { } seen && facts.At - seen <= StaleAfter;

    /// <summary>The policy's quantile of the peak of the shortest window that reaches so far.</summary>
    /// <returns>Null when there is none, or forecasts of that lead have not shown skill.</returns>
    internal Claim? Peak(Duration reach)
    {
        if (Doubt is not null)
        {
            return null;
        }

        foreach (PeakForecast peak in _facts.Forecast!.Path!.Peaks)
        {
            if (peak.Window >= reach)
            {
                return Skill(peak.Window) is { } skill and > 0 ? ClaimOf(peak, skill) : null;
            }
        }

        return null;
    }

    /// <summary>Mean of the steps that begin within the horizon; null without any, or without skill for that lead.</summary>
    internal double? Mean()
    {
        if (Doubt is not null || !(Skill(_facts.Horizon) > 0))
        {
            return null;
        }

        ForecastPath path = _facts.Forecast!.Path!;
        int steps = (int)Math.Min(path.Steps.Count, Math.Ceiling(_facts.Horizon / path.Bin));
        double sum = 0;
        for (int step = 0; step < steps; step++)
        {
            sum += path.Steps[step].Mean;
        }

        return steps > 0 ? sum / steps : null;
    }

    private static string? DoubtOf(DemandFacts facts)
    {
        if (!facts.Policy.UsesForecast)
        {
            return $"the policy {facts.Policy.Name} uses no forecast";
        }

        if (facts.Forecast?.Path is null)
        {
            return "no forecast";
        }

        if (facts.Forecast.Health.State == ForecastState.Cold)
        {
            return "forecast has too little history";
        }

        if (IsFresh(facts))
        {
            return null;
        }

        return facts.Forecast.SeenAt is { } seen
            ? string.Create(CultureInfo.InvariantCulture, $"forecast is stale, last reading {(facts.At - seen).TotalMinutes:0} min ago")
            : "forecast is stale, no reading yet";
    }

    /// <summary>Skill of the leads that end where a window does, or of the next longer ones; null when it has not been measured.</summary>
    private double? Skill(Duration window)
    {
        foreach (LeadAccuracy lead in _facts.Forecast!.Health.Leads)
        {
            if (lead.To >= window)
            {
                return lead.Skill;
            }
        }

        return null;
    }

    private Claim ClaimOf(PeakForecast peak, double skill)
    {
        // The lowest published quantile that is at least the policy's; beyond the last there is none, so the last.
        int index = 0;
        while (index < Quantiles.Probabilities.Length - 1 && Quantiles.Probabilities[index] < _facts.Policy.Quantile)
        {
            index++;
        }

        string length = peak.Window < Duration.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{peak.Window.TotalMinutes:0.#} min")
            : string.Create(CultureInfo.InvariantCulture, $"{peak.Window.TotalHours:0.#} h");
        return new Claim(
            peak.Quantiles[index],
            string.Create(CultureInfo.InvariantCulture, $"P{Quantiles.Probabilities[index] * 100:0} of the peak of the next {length} (forecast, skill {skill:0.00})"),
            "forecast");
    }
}
