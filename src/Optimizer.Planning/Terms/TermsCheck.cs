using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Terms;

/// <summary>Finds everything in an operator's terms that keeps plans from being made.</summary>
public static class TermsCheck
{
    /// <summary>Every refusal, ordered by subject, then reason; empty for sound terms.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="at">Now; null: whether freezes leave any window of the year ahead is not looked at.</param>
    public static ValueArray<PlanRefusal> Refusals(PolicyTerms terms, Instant? at = null)
    {
        List<PlanRefusal> found = [];
        found.AddRange(PriceCheck.Refusals(terms));
        found.AddRange(GateCheck.Refusals(terms, at));
        return found
            .OrderBy(refusal => refusal.Subject, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Reason)
            .ThenBy(refusal => refusal.Sentence, StringComparer.Ordinal)
            .ToValueArray();
    }

    internal static PlanRefusal? OutOfRange(string subject, double value, double least, double most, string why)
    {
        string Text(double number) => number.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
        if (value >= least && value <= most)
        {
            return null;
        }

        string relaxation = !double.IsFinite(value) ? $"give a number from {Text(least)} to {Text(most)}"
            : value < least ? $"set it to {Text(least)} or more"
            : $"set it to {Text(most)} or less";
        return new PlanRefusal(RefusalReason.BadFigure, subject, $"{subject} is {Text(value)}, but {why}", relaxation);
    }

    internal static PlanRefusal? UnknownZone(string subject, string zone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
            ? null
            : new PlanRefusal(
                RefusalReason.UnknownTimeZone,
                subject,
                $"{subject} is {zone}, which is not an IANA time zone",
                $"set it to {NearestName.Of(zone, DateTimeZoneProviders.Tzdb.Ids)}, the nearest name, or another of the IANA list");
}
