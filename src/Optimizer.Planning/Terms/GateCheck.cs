using System.Globalization;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Terms;

/// <summary>Checks that gates can be kept and leave something they let through.</summary>
internal static class GateCheck
{
    internal static IEnumerable<PlanRefusal> Refusals(PolicyTerms terms, Instant? at)
    {
        GateTerms gates = terms.Gates;
        PlanRefusal[] found = [.. Figures(gates).Concat(Windows(gates)).Concat(Freezes(gates))];

        // Whether anything ever opens can only be asked of windows and a zone that make sense.
        return found.Length == 0 && at is { } now && NeverOpens(gates, now) is { } never ? [never] : found;
    }

    internal static PlanRefusal? BadDays(string subject, ValueArray<IsoDayOfWeek> days)
    {
        foreach (IsoDayOfWeek day in days)
        {
            if (day is < IsoDayOfWeek.Monday or > IsoDayOfWeek.Sunday)
            {
                return new PlanRefusal(
                    RefusalReason.BadFigure, subject, $"{subject} begins on day {(int)day}, which no week has", "name days from Monday to Sunday, or none for every day");
            }
        }

        return null;
    }

    private static IEnumerable<PlanRefusal> Figures(GateTerms gates)
    {
        PlanRefusal?[] found =
        [
            TermsCheck.UnknownZone("gates.timeZone", gates.TimeZone),
            TermsCheck.OutOfRange("gates.benefitRatio", gates.BenefitRatio, 0, 1e6, "a ratio is from 0 to 1000000"),
            TermsCheck.OutOfRange("gates.dwell (h)", gates.Dwell.TotalHours, 0, 24, "moves are remembered for 24 h, so no dwell longer than that can be kept"),
            TermsCheck.OutOfRange("gates.movesPerDay", gates.MovesPerDay, 0, 1e6, "a budget is from 0 to 1000000"),
            TermsCheck.OutOfRange("gates.movesPerTenantPerDay", gates.MovesPerTenantPerDay, 0, 1e6, "a budget is from 0 to 1000000"),
            TermsCheck.OutOfRange("gates.maxShareMoving", gates.MaxShareMoving, 0, 1, "a share is from 0 to 1"),
            Enum.IsDefined(gates.DeepestRung)
                ? null
                : new PlanRefusal(RefusalReason.BadFigure, "gates.deepestRung", $"gates.deepestRung is {(int)gates.DeepestRung}, and there is no such rung", "set it to Move or a rung less deep"),
        ];
        return found.OfType<PlanRefusal>();
    }

    private static IEnumerable<PlanRefusal> Windows(GateTerms gates)
    {
        for (int index = 0; index < gates.Windows.Count; index++)
        {
            if (BadDays(string.Create(CultureInfo.InvariantCulture, $"gates.windows[{index}]"), gates.Windows[index].Days) is { } bad)
            {
                yield return bad;
            }
        }
    }

    private static IEnumerable<PlanRefusal> Freezes(GateTerms gates)
    {
        Instant before = Instant.MinValue;
        for (int index = 0; index < gates.Freezes.Count; index++)
        {
            string subject = string.Create(CultureInfo.InvariantCulture, $"gates.freezes[{index}]");
            Interval freeze = gates.Freezes[index];
            Instant start = freeze.HasStart ? freeze.Start : Instant.MinValue;
            if (freeze is { HasStart: true, HasEnd: true } && freeze.Start == freeze.End)
            {
                yield return new PlanRefusal(RefusalReason.ContradictoryWindows, subject, $"{subject} begins and ends at {freeze.Start}, so it never holds", "end it later, or leave it out");
            }

            if (start < before)
            {
                yield return new PlanRefusal(RefusalReason.BadFigure, subject, $"{subject} begins {start}, before the one before it ({before})", "order freezes by their start");
            }

            before = start;
        }
    }

    private static PlanRefusal? NeverOpens(GateTerms gates, Instant at)
    {
        if (gates.DeepestRung < DisruptionRung.IdleInstance || WindowTimes.Opening(gates, at) is not null)
        {
            return null;
        }

        // Without freezes some window opens within a year, so the freezes are what stands against it.
        Instant first = WindowTimes.Opening(gates with { Freezes = [] }, at) ?? at;
        Interval[] holding = [.. gates.Freezes.Where(freeze => freeze.Contains(first))];
        string which = string.Join(" and ", holding.Select(freeze => freeze.HasEnd ? $"one until {freeze.End}" : "one without an end"));
        return new PlanRefusal(
            RefusalReason.ContradictoryWindows,
            "gates.freezes",
            $"freezes cover every window of the next {WindowTimes.Ahead.Days} days; over the first window, at {first}, is {which}",
            $"end {(holding.Length == 1 ? "that freeze" : "those freezes")} by {first}, or set gates.deepestRung to FreeSpace");
    }
}
