using Optimizer.Model.Plans;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on what a plan tells people.</summary>
internal static class OutlookRules
{
    internal static IEnumerable<Finding> Figures(PlanCase plan)
    {
        string[] expected = [.. plan.Problem.Workloads.Select(need => need.Name)], told = [.. plan.Plan.Outlook.Select(one => one.Workload)];
        if (!expected.SequenceEqual(told))
        {
            yield return new Finding("outlook", $"it tells of {string.Join(", ", told)}; the workloads are {string.Join(", ", expected)}");
        }

        foreach (WorkloadOutlook outlook in plan.Plan.Outlook.AsEnumerable())
        {
            if (plan.Need(outlook.Workload) is not { } need)
            {
                continue;
            }

            OccupiedSeat[] now = [.. plan.PresentOf(need.Name)], then = [.. plan.PlannedOf(need.Name)];
            (string What, double Told, double Found)[] figures =
            [
                ("planning rate", outlook.PlanningRate, need.PlanningRate),
                ("expected rate", outlook.ExpectedRate, need.ExpectedRate),
                ("replicas now", outlook.ReplicasNow, PlanCase.Replicas(need, now)),
                ("replicas planned", outlook.ReplicasPlanned, PlanCase.Replicas(need, then)),
                .. Capacity(plan, "capacity now", outlook.CapacityNow, now),
                .. Capacity(plan, "capacity planned", outlook.CapacityPlanned, then),
            ];
            foreach ((string what, double told1, double found) in figures.Where(one => PlanCase.Less(one.Told, one.Found) || PlanCase.Less(one.Found, one.Told) || !double.IsFinite(one.Told)))
            {
                yield return new Finding(need.Name, $"{what}: it says {told1:0.###}, it is {found:0.###}");
            }
        }
    }

    internal static IEnumerable<Finding> Words(PlanCase plan)
    {
        IEnumerable<(string Subject, string Sentence)> sentences =
        [
            ("summary", plan.Plan.Summary),
            .. plan.Plan.Alternatives.Select(one => (one.Name, one.Sentence)),
            .. plan.Plan.Notes.Select(note => (note.Subject, note.Sentence)),
            .. plan.Plan.Outlook.Select(outlook => (outlook.Workload, outlook.Basis)),
        ];
        foreach ((string subject, string sentence) in sentences.Where(one => string.IsNullOrWhiteSpace(one.Sentence) || one.Sentence.AsSpan().ContainsAny('\n', '\r')))
        {
            yield return new Finding(subject, sentence.Length == 0 ? "nothing is said" : "it is not one line of words");
        }

        for (int index = 1; index < plan.Plan.Notes.Count; index++)
        {
            if (string.CompareOrdinal(plan.Plan.Notes[index - 1].Subject, plan.Plan.Notes[index].Subject) > 0)
            {
                yield return new Finding(plan.Plan.Notes[index].Subject, $"its note comes after that on {plan.Plan.Notes[index - 1].Subject}");
            }
        }
    }

    /// <summary>Nothing where a seat is no longer listed: what it serves is then not known.</summary>
    private static IEnumerable<(string What, double Told, double Found)> Capacity(PlanCase plan, string what, double told, OccupiedSeat[] seats) =>
        seats.All(seat => plan.RateOf(seat) is not null) ? [(what, told, plan.Capacity(seats))] : [];
}
