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

    /// <summary>True when nothing but the time, the words about demand and what is expected below the planned differ, and no gate or price has turned with the time.</summary>
    /// <remarks>
    /// Where the planned demand is the same, so is what must be served and what is missed; the expected, which is never more, only weighs the energy of
    /// a load. Who held at one expectation is not asked again for that until the answer is old.
    /// </remarks>
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
        problem with { At = at, Workloads = problem.Workloads.Select(static need => need with { Basis = "", ExpectedRate = 0 }).ToValueArray() };
}
