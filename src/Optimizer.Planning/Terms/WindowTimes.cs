using NodaTime;

namespace Optimizer.Planning.Terms;

/// <summary>When the gates' windows and freezes let moves through.</summary>
internal static class WindowTimes
{
    /// <summary>How far ahead an opening is looked for. Every weekly window comes within two weeks, so this is about freezes; doubled, a freeze of two years passes for a plan.</summary>
    internal static readonly Duration Ahead = Duration.FromDays(366);

    /// <summary>A window is open, or there are none to wait for. Freezes do not count.</summary>
    internal static bool IsOpen(GateTerms gates, Instant at)
    {
        LocalDateTime local = at.InZone(DateTimeZoneProviders.Tzdb[gates.TimeZone]).LocalDateTime;
        return gates.Windows.IsEmpty || gates.Windows.Any(window => WeeklyTime.Of(window).Holds(local));
    }

    /// <summary>When the windows open at that time close; null when they do not within <see cref="Ahead"/>.</summary>
    internal static Instant? Closing(GateTerms gates, Instant at)
    {
        foreach (LocalSpan span in Spans(gates, at))
        {
            if (!Holds(gates, span))
            {
                return span.Start;
            }
        }

        return null;
    }

    /// <summary>First moment from a time on with an open window and no freeze; null when there is none within <see cref="Ahead"/>.</summary>
    internal static Instant? Opening(GateTerms gates, Instant at)
    {
        foreach (LocalSpan span in Spans(gates, at))
        {
            if (Holds(gates, span) && ThawFrom(gates, span.Start) is { } open && open < span.End)
            {
                return open;
            }
        }

        return null;
    }

    /// <summary>A freeze is in force.</summary>
    internal static bool IsFrozen(GateTerms gates, Instant at) => gates.Freezes.Any(freeze => freeze.Contains(at));

    /// <summary>First moment from a time on without a freeze, freezes that follow each other counted as one; null when there is none.</summary>
    internal static Instant? ThawFrom(GateTerms gates, Instant at)
    {
        Instant thaw = at;
        bool moved = true;
        while (moved)
        {
            moved = false;
            foreach (Interval freeze in gates.Freezes)
            {
                if (!freeze.Contains(thaw))
                {
                    continue;
                }

                if (!freeze.HasEnd)
                {
                    return null;
                }

                thaw = freeze.End;
                moved = true;
            }
        }

        return thaw;
    }

    private static bool Holds(GateTerms gates, LocalSpan span) =>
        gates.Windows.IsEmpty || gates.Windows.Any(window => WeeklyTime.Of(window).Holds(span.Local));

    private static IEnumerable<LocalSpan> Spans(GateTerms gates, Instant at) =>
        LocalSpans.Between(DateTimeZoneProviders.Tzdb[gates.TimeZone], at, at + Ahead, [.. gates.Windows.Select(WeeklyTime.Of)]);
}
