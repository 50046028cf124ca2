using System.Globalization;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Loop;

/// <summary>Turns the order round for workloads that cannot run twice: what stands in for a replica starts only after that one has stopped.</summary>
/// <remarks>The planner starts first wherever there is room. For these a start beside the first is refused by whoever runs them, so no such plan would ever come to its end.</remarks>
public static class BreakBeforeMake
{
    /// <summary>The plan with each stop just before the start that stands in for it, and a note on what that interrupts; the same plan where nothing had to be turned round.</summary>
    /// <param name="plan">A plan that acts.</param>
    /// <param name="declarations">What is declared.</param>
    /// <param name="canRunTwice">Says of a workload whether a second replica may run beside the first.</param>
    public static Plan Of(Plan plan, ValueArray<WorkloadDeclaration> declarations, Func<WorkloadDeclaration, bool> canRunTwice)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(canRunTwice);
        List<PlanStep> steps = [.. plan.Steps];
        List<PlanNote> notes = [.. plan.Notes];
        foreach (WorkloadDeclaration single in declarations.Where(declared => !canRunTwice(declared)))
        {
            int start = steps.FindIndex(step => step is PlanStep.StartReplica { Moved: true } moved && moved.Workload == single.Name);
            int stop = steps.FindIndex(step => step is PlanStep.StopReplica { Moved: true } moved && moved.Workload == single.Name);
            if (start < 0 || stop < start)
            {
                continue;
            }

            PlanStep leaves = steps[stop];
            steps.RemoveAt(stop);
            steps.Insert(start, leaves);
            double seconds = leaves.ExpectedSeconds + steps[start + 1].ExpectedSeconds;
            notes.Add(new PlanNote(single.Name, string.Create(CultureInfo.InvariantCulture, $"{single.Name} cannot run twice, so it stops before it starts elsewhere and serves nothing for about {seconds:0} s.")));
        }

        return notes.Count == plan.Notes.Count ? plan : plan with
        {
            Steps = steps.ToValueArray(),
            Notes = notes.OrderBy(note => note.Subject, StringComparer.Ordinal).ToValueArray(),
        };
    }
}
