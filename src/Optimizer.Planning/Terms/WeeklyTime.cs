using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Planning.Terms;

/// <summary>A part of the week by the local clock. It holds at every moment the clock shows a time in it, and at no other.</summary>
/// <remarks>
/// That is the whole treatment of clock changes: what the clock skips in spring does not happen, what it shows twice in autumn happens twice.
/// A part that crosses midnight belongs to the day it begins on.
/// </remarks>
/// <param name="Days">Days it begins on; empty: every day.</param>
/// <param name="From">Local time it begins.</param>
/// <param name="To">Local time it ends; at or before <paramref name="From"/>: on the next day.</param>
internal readonly record struct WeeklyTime(ValueArray<IsoDayOfWeek> Days, LocalTime From, LocalTime To)
{
    internal static WeeklyTime Of(TariffPeriod period) => new(period.Days, period.From, period.To);

    internal static WeeklyTime Of(WeeklyWindow window) => new(window.Days, window.From, window.To);

    /// <summary>The local clock shows a time in it.</summary>
    internal bool Holds(LocalDateTime local)
    {
        if (From < To)
        {
            return BeginsOn(local.DayOfWeek) && local.TimeOfDay >= From && local.TimeOfDay < To;
        }

        return (local.TimeOfDay >= From && BeginsOn(local.DayOfWeek))
            || (local.TimeOfDay < To && BeginsOn(Before(local.DayOfWeek)));
    }

    private static IsoDayOfWeek Before(IsoDayOfWeek day) => day == IsoDayOfWeek.Monday ? IsoDayOfWeek.Sunday : day - 1;

    private bool BeginsOn(IsoDayOfWeek day) => Days.IsEmpty || Days.Contains(day);
}
