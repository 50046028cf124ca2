using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Loop;

/// <summary>Whether a problem asks what an earlier one asked, so that its answer still holds.</summary>
internal static class SameQuestion
{
    /// <summary>How old an answer may be. Doubled, what nobody thought of here shows half an hour late; halved, a quiet node plans twice as often for nothing.</summary>
    private static readonly Duration MostAge = Duration.FromMinutes(15);

    /// <summary>How far the planned demand may fall before a held answer is doubted. A seat less is worth it only past the band in which demand is left to wobble, which is as wide.</summary>
    private const double Fall = 0.1;

    /// <summary>True when nothing differs that could turn the answer: not the node, the terms, a gate or a price, and of demand no more than what is there serves anyway.</summary>
    /// <param name="before">The problem that was answered.</param>
    /// <param name="plan">Its answer: to change nothing.</param>
    /// <param name="now">The problem of now.</param>
    /// <remarks>
    /// Where what is there serves the planned demand, then and now, more planned demand makes every other state worth less and this one as much as before. The
    /// expected demand, which is never more, only weighs the energy of a load. What a small fall would make possible is found when the answer is old.
    /// </remarks>
    public static bool Is(PlanningProblem before, Plan plan, PlanningProblem now) =>
        now.At >= before.At && now.At - before.At <= MostAge
        && !HangsOnTheClock(now.Terms)
        && !before.Past.Any(past => Turns(past.At + now.Terms.Gates.Dwell, before.At, now.At) || Turns(past.At + Duration.FromHours(24), before.At, now.At))
        && WithoutDemand(before, now.At) == WithoutDemand(now, now.At)
        && before.Workloads.Zip(now.Workloads).All(pair => IsServedAlike(pair.First, pair.Second, plan.Outlook));

    private static bool IsServedAlike(WorkloadNeed before, WorkloadNeed now, ValueArray<WorkloadOutlook> outlook)
    {
        double? capacity = outlook.FirstOrDefault(one => one.Workload == now.Name)?.CapacityNow;
        return before.PlanningRate == now.PlanningRate
            || (before.PlanningRate <= capacity && now.PlanningRate <= capacity && now.PlanningRate >= before.PlanningRate * (1 - Fall));
    }

    /// <summary>Prices and windows by time of day change an account with every minute.</summary>
    private static bool HangsOnTheClock(PolicyTerms terms) =>
        !terms.Prices.Energy.Periods.IsEmpty || terms.Prices.Carbon is not null || !terms.Gates.Windows.IsEmpty || !terms.Gates.Freezes.IsEmpty;

    private static bool Turns(Instant at, Instant after, Instant until) => at > after && at <= until;

    private static PlanningProblem WithoutDemand(PlanningProblem problem, Instant at) =>
        problem with { At = at, Workloads = problem.Workloads.Select(static need => need with { Basis = "", PlanningRate = 0, ExpectedRate = 0 }).ToValueArray() };
}
