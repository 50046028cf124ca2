using NodaTime;

namespace Optimizer.Planning.Terms;

/// <summary>Cuts a stretch of time where what holds by the local clock can change.</summary>
internal static class LocalSpans
{
    /// <summary>The stretch in pieces, in order, without gaps. Within a piece the same of <paramref name="times"/> hold as at its start.</summary>
    /// <param name="zone">Zone of the clock.</param>
    /// <param name="start">Start of the stretch.</param>
    /// <param name="end">Its end; at or before the start: no pieces.</param>
    /// <param name="times">What may hold.</param>
    internal static IEnumerable<LocalSpan> Between(DateTimeZone zone, Instant start, Instant end, IReadOnlyCollection<WeeklyTime> times)
    {
        LocalTime[] marks = [.. times.SelectMany(time => new[] { time.From, time.To }).Append(LocalTime.Midnight).Distinct().Order()];
        Instant at = start;
        while (at < end)
        {
            // Within one interval of the zone the offset is constant, so local times are in the order of instants.
            NodaTime.TimeZones.ZoneInterval rule = zone.GetZoneInterval(at);
            LocalDateTime local = at.WithOffset(rule.WallOffset).LocalDateTime;
            LocalDateTime mark = Next(local, marks);
            Instant next = Instant.Min(end, mark.WithOffset(rule.WallOffset).ToInstant());
            if (rule.HasEnd)
            {
                next = Instant.Min(next, rule.End);
            }

            yield return new LocalSpan(at, next, local);
            at = next;
        }
    }

    private static LocalDateTime Next(LocalDateTime local, LocalTime[] marks)
    {
        foreach (LocalTime mark in marks)
        {
            if (mark > local.TimeOfDay)
            {
                return local.Date + mark;
            }
        }

        // Midnight is always the first mark.
        return local.Date.PlusDays(1) + marks[0];
    }
}
