using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Loop;

/// <summary>Whether a problem asks what an earlier one asked, so that its answer still holds.</summary>
internal static class SameQuestion
{
    /// <summary>How old an answer may be. Doubled, what nobody thought of here shows half an hour late; halved, a quiet node plans twice as often for nothing.</summary>
    private static readonly Duration MostAge = Duration.FromMinutes(15);

    /// <summary>True when nothing but the time and the words about demand differ, and no gate or price has turned with the time.</summary>
    public static bool Is(PlanningProblem before, PlanningProblem now) =>
        now.At >= before.At && now.At - before.At <= MostAge
        && !HangsOnTheClock(now.Terms)
        && !before.Past.Any(past => Turns(past.At + now.Terms.Gates.Dwell, before.At, now.At) || Turns(past.At + Duration.FromHours(24), before.At, now.At))
        && WithoutWords(before, now.At) == WithoutWords(now, now.At);

    /// <summary>Prices and windows by time of day change an account with every minute.</summary>
    private static bool HangsOnTheClock(PolicyTerms terms) =>
        !terms.Prices.Energy.Periods.IsEmpty || terms.Prices.Carbon is not null || !terms.Gates.Windows.IsEmpty || !terms.Gates.Freezes.IsEmpty;

    private static bool Turns(Instant at, Instant after, Instant until) => at > after && at <= until;

    private static PlanningProblem WithoutWords(PlanningProblem problem, Instant at) =>
        problem with { At = at, Workloads = problem.Workloads.Select(static need => need with { Basis = "" }).ToValueArray() };
}
