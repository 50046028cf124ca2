using System.Globalization;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Policies;

/// <summary>Says what the gates hold, for people.</summary>
internal static class GateSentences
{
    internal static ValueArray<string> Of(PlanningProblem problem, GateState state, PastChange[] counted)
    {
        GateTerms gates = problem.Terms.Gates;
        List<string> sentences = [];
        if (state.Frozen)
        {
            sentences.Add(state.FrozenUntil is { } thaw ? $"frozen until {Time(problem, thaw)}" : "frozen without an end");
        }

        if (state.MovesHeld == HoldReason.PolicyStatic)
        {
            sentences.Add($"the policy {problem.Terms.Policy} changes nothing");
        }

        if (gates.DeepestRung < DisruptionRung.Move)
        {
            sentences.Add($"no moves: the deepest rung allowed is {Words(gates.DeepestRung)}");
        }

        if (!gates.Windows.IsEmpty)
        {
            sentences.Add(Window(problem, state));
        }

        sentences.Add(Budget("", state.MovesUsed, gates.MovesPerDay, problem, counted));
        sentences.AddRange(state.Tenants.Where(tenant => tenant.Used > 0).Select(tenant => Budget(
            $"tenant {tenant.Tenant}: ",
            tenant.Used,
            gates.MovesPerTenantPerDay,
            problem,
            [.. counted.Where(change => change.Tenant == tenant.Tenant)])));
        sentences.AddRange(state.Dwelling.Select(dwell => Dwell(problem, dwell)));
        sentences.AddRange(state.Shares.Where(share => share.MostMoving < share.Busy).Select(share =>
            string.Create(CultureInfo.InvariantCulture, $"at most {share.MostMoving} of {share.Busy} replicas on {share.Profile} may move in one plan")));

        // What holds comes first: it is quoted where a way is held, and an open window explains no spent budget.
        string? holding = state.MovesHeld switch
        {
            HoldReason.BudgetSpent => Budget("", state.MovesUsed, gates.MovesPerDay, problem, counted),
            HoldReason.Dwell when !state.Dwelling.IsEmpty => Dwell(problem, state.Dwelling[0]),
            _ => null,
        };
        if (holding is not null)
        {
            sentences.Remove(holding);
            sentences.Insert(0, holding);
        }

        return sentences.ToValueArray();
    }

    /// <summary>A time by the gates' clock, the date only when the weekday alone would mislead.</summary>
    internal static string Time(PlanningProblem problem, Instant at)
    {
        GateTerms gates = problem.Terms.Gates;
        ZonedDateTime local = at.InZone(DateTimeZoneProviders.Tzdb[gates.TimeZone]);
        string pattern = (at - problem.At).TotalDays is < 6 and > -6 ? "ddd HH:mm" : "ddd uuuu-MM-dd HH:mm";
        return local.ToString(pattern, CultureInfo.InvariantCulture) + " " + gates.TimeZone;
    }

    private static string Window(PlanningProblem problem, GateState state)
    {
        GateTerms gates = problem.Terms.Gates;
        if (!state.WindowOpen)
        {
            return state.OpensAt is { } opens
                ? $"no window is open, the next opens {Time(problem, opens)}"
                : "no window is open, and freezes cover every one of the next year";
        }

        return WindowTimes.Closing(gates, problem.At) is { } closes ? $"a window is open until {Time(problem, closes)}" : "a window is always open";
    }

    private static string Budget(string who, int used, int most, PlanningProblem problem, PastChange[] counted)
    {
        string sentence = string.Create(CultureInfo.InvariantCulture, $"{who}{used} of {most} moves used in the last 24 h");
        return used >= most && used > 0
            ? sentence + $", the next is free {Time(problem, counted.Min(change => change.At) + Duration.FromHours(24))}"
            : sentence;
    }

    private static string Dwell(PlanningProblem problem, GpuDwell dwell) => string.Create(
        CultureInfo.InvariantCulture,
        $"{dwell.Gpu} had a move {Math.Max(0, (problem.At - dwell.MovedAt).TotalMinutes):0} min ago and rests until {Time(problem, dwell.Until)} (dwell {problem.Terms.Gates.Dwell.TotalMinutes:0.#} min)");

    private static string Words(DisruptionRung rung) => rung switch
    {
        DisruptionRung.FreeSpace => "free space",
        DisruptionRung.IdleInstance => "idle instances",
        DisruptionRung.Move => "moves",
        DisruptionRung.MigMode => "MIG mode",
        DisruptionRung.GpuReset => "GPU resets",
        _ => throw new ArgumentOutOfRangeException(nameof(rung), rung, "not a rung"),
    };
}
