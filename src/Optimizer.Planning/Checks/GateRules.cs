using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on when a plan may act.</summary>
internal static class GateRules
{
    internal static IEnumerable<Finding> Freeze(PlanCase plan)
    {
        foreach (Interval freeze in plan.Problem.Terms.Gates.Freezes.AsEnumerable())
        {
            if (freeze.Contains(plan.Problem.At) && !plan.Plan.Steps.IsEmpty)
            {
                yield return new Finding("freeze", $"{plan.Plan.Steps.Count} steps at {plan.Problem.At}, in the freeze {freeze}");
            }
        }
    }

    internal static IEnumerable<Finding> Window(PlanCase plan)
    {
        GateTerms gates = plan.Problem.Terms.Gates;
        PlanStep[] disrupting = [.. plan.Plan.Steps.Where(step => step.Rung > DisruptionRung.FreeSpace || step is PlanStep.StopReplica or PlanStep.DestroyInstance or PlanStep.SetMigMode)];
        if (gates.Windows.IsEmpty || disrupting.Length == 0)
        {
            yield break;
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(gates.TimeZone) is not { } zone)
        {
            yield return new Finding("windows", $"{gates.TimeZone} is not a time zone, so no window is known to be open");
            yield break;
        }

        LocalDateTime local = plan.Problem.At.InZone(zone).LocalDateTime;
        if (!gates.Windows.Any(window => IsOpen(window, local)))
        {
            yield return new Finding("windows", $"{StepWords.Of(disrupting[0])} at {local} in {gates.TimeZone}, when no window is open");
        }
    }

    internal static IEnumerable<Finding> Dwell(PlanCase plan)
    {
        GateTerms gates = plan.Problem.Terms.Gates;
        IEnumerable<GpuUuid> moving = plan.Plan.Steps
            .Where(step => step.Rung >= DisruptionRung.Move || step is PlanStep.StopReplica { Moved: true })
            .Select(step => step.Gpu).Distinct();
        foreach (GpuUuid gpu in moving)
        {
            Instant[] moved = [.. plan.Problem.Past.Where(change => change.Gpu == gpu && change.Rung >= DisruptionRung.Move).Select(change => change.At)];
            if (moved.Length > 0 && plan.Problem.At - moved.Max() < gates.Dwell)
            {
                yield return new Finding(gpu.Value, $"it moves again {(plan.Problem.At - moved.Max()).TotalMinutes:0.#} min after the last move, {gates.Dwell.TotalMinutes:0.#} min must pass");
            }
        }
    }

    private static bool IsOpen(WeeklyWindow window, LocalDateTime local)
    {
        // A window that ends the next day may have begun yesterday.
        return Enumerable.Range(-1, 2).Select(days => local.Date.PlusDays(days)).Any(begins =>
        {
            LocalDateTime from = begins + window.From;
            LocalDateTime to = (window.To <= window.From ? begins.PlusDays(1) : begins) + window.To;
            return (window.Days.IsEmpty || window.Days.Contains(begins.DayOfWeek)) && from <= local && local < to;
        });
    }
}
