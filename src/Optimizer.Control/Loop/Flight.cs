using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;

namespace Optimizer.Control.Loop;

/// <summary>Reads the account of a plan in flight. Pure: what comes next follows from the journal alone, so a restart goes on where the last process ended.</summary>
public static class Flight
{
    /// <summary>What is next.</summary>
    public static FlightMove Next(PlanRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Life == PlanLife.Unwinding)
        {
            // From the last to the first; a step that was only intended may have happened, so it is undone as well.
            HashSet<int> undone = [.. record.Steps.Where(step => step.Compensation && step.State is StepState.Applied or StepState.Skipped).Select(step => step.Index)];
            int[] open = [.. record.Steps.Where(step => !step.Compensation && step.State != StepState.Skipped && !undone.Contains(step.Index)).Select(step => step.Index)];
            return open.Length > 0 ? new FlightMove.Undo(open.Max()) : new FlightMove.Settle();
        }

        int first = NextOpen(record);
        return first < record.Plan.Steps.Count ? new FlightMove.Do(first) : new FlightMove.Commit();
    }

    /// <summary>
    /// The step that may be carried out while an earlier one waits for a workload to get ready: the first open one behind it, if it only starts or creates and
    /// so do all between them. Stops and destroys wait for everything before them, since that is what they are safe by.
    /// </summary>
    /// <param name="record">The plan.</param>
    /// <param name="waiting">Index of the step that waits.</param>
    /// <returns>Null when there is none.</returns>
    public static int? Beside(PlanRecord record, int waiting)
    {
        ArgumentNullException.ThrowIfNull(record);
        ValueArray<PlanStep> steps = record.Plan.Steps;
        for (int index = waiting + 1; steps[waiting] is PlanStep.StartReplica && index < steps.Count && steps[index] is PlanStep.StartReplica or PlanStep.CreateInstance; index++)
        {
            if (RecordOf(record, index, false) is not { State: StepState.Applied or StepState.Skipped })
            {
                return index;
            }
        }

        return null;
    }

    private static int NextOpen(PlanRecord record)
    {
        HashSet<int> closed = [.. record.Steps.Where(step => !step.Compensation && step.State is StepState.Applied or StepState.Skipped).Select(step => step.Index)];
        int index = 0;
        while (closed.Contains(index))
        {
            index++;
        }

        return index;
    }

    /// <summary>The account of one step or its compensation; null when it was not begun.</summary>
    public static StepRecord? RecordOf(PlanRecord record, int index, bool compensation) =>
        record.Steps.FirstOrDefault(step => step.Index == index && step.Compensation == compensation);

    /// <summary>No workload has less running than before the plan, so that it may rest here for as long as somebody likes.</summary>
    public static bool IsAtRest(PlanRecord record)
    {
        Dictionary<string, int> balance = new(StringComparer.Ordinal);
        foreach (StepRecord step in record.Steps)
        {
            PlanStep planned = record.Plan.Steps[step.Index];
            int sign = step.Compensation ? -1 : 1;
            switch (planned)
            {
                // A start counts once seen, a stop from the moment it is intended.
                case PlanStep.StartReplica { Moved: true } start when step.State == StepState.Applied || (step.Compensation && step.State == StepState.Intended):
                    balance[start.Workload] = balance.GetValueOrDefault(start.Workload) + sign;
                    break;
                case PlanStep.StopReplica { Moved: true } stop when step.State == StepState.Applied || (!step.Compensation && step.State != StepState.Skipped):
                    balance[stop.Workload] = balance.GetValueOrDefault(stop.Workload) - sign;
                    break;
                default:
                    break;
            }
        }

        return balance.Values.All(count => count >= 0);
    }

    /// <summary>
    /// Why a step is not undone although the plan is: a replica that stands in for one that did not come back goes on, and so does the place it is on. Its workload
    /// would have less than before otherwise. Null: it is undone.
    /// </summary>
    public static string? WhyKept(PlanRecord record, int index)
    {
        ArgumentNullException.ThrowIfNull(record);
        PlanStep planned = record.Plan.Steps[index];
        return planned switch
        {
            PlanStep.StartReplica { Moved: true } start when StopStoodInFor(record.Plan, index) is { } stop && stop > index && IsLeft(record, stop) =>
                $"{start.Workload} goes on on {new Seat(start.Gpu, start.Instance)}, because the replica it stands in for did not come back",
            PlanStep.CreateInstance create when LeftOn(record, create.Gpu).FirstOrDefault(start => start.Instance == create.Instance) is { } there =>
                $"{create.Instance} of {create.Gpu} is kept, because {there.Workload} goes on on it",
            PlanStep.DestroyInstance destroy when LeftOn(record, destroy.Gpu).FirstOrDefault(start => start.Instance is { } kept && kept.Placement.Overlaps(destroy.Instance.Placement)) is { } there =>
                $"{destroy.Instance} of {destroy.Gpu} is not made again, because {there.Workload} goes on where it was",
            PlanStep.SetMigMode when LeftOn(record, planned.Gpu).FirstOrDefault() is { } there => $"the mode of {planned.Gpu} is kept, because {there.Workload} goes on on it",
            _ => null,
        };
    }

    /// <summary>The place in the plan of the start that stands in for a moved stop: the n-th of its workload for the n-th; null when there is none.</summary>
    public static int? StandInOf(Plan plan, int index) => PairOf<PlanStep.StopReplica, PlanStep.StartReplica>(
        plan, index, static stop => stop.Moved ? stop.Workload : null, static start => start.Moved ? start.Workload : null);

    private static int? StopStoodInFor(Plan plan, int index) => PairOf<PlanStep.StartReplica, PlanStep.StopReplica>(
        plan, index, static start => start.Moved ? start.Workload : null, static stop => stop.Moved ? stop.Workload : null);

    private static int? PairOf<TStep, TOther>(Plan plan, int index, Func<TStep, string?> moved, Func<TOther, string?> other)
        where TStep : PlanStep
        where TOther : PlanStep
    {
        if (plan.Steps[index] is not TStep step || moved(step) is not { } workload)
        {
            return null;
        }

        int nth = plan.Steps.Take(index).Count(before => before is TStep one && moved(one) == workload);
        int[] others = [.. Enumerable.Range(0, plan.Steps.Count).Where(at => plan.Steps[at] is TOther one && other(one) == workload)];
        return nth < others.Length ? others[nth] : null;
    }

    private static bool IsLeft(PlanRecord record, int index) => RecordOf(record, index, true) is { State: StepState.Skipped };

    /// <summary>Starts of a plan on a GPU that were given up being undone, so that whoever was started may be there still.</summary>
    private static IEnumerable<PlanStep.StartReplica> LeftOn(PlanRecord record, Model.Snapshots.GpuUuid gpu) => Enumerable.Range(0, record.Plan.Steps.Count)
        .Where(index => IsLeft(record, index)).Select(index => record.Plan.Steps[index]).OfType<PlanStep.StartReplica>().Where(start => start.Gpu == gpu);

    /// <summary>The seat whose replica a moved start stands in for: the n-th moved start of a workload goes with its n-th moved stop.</summary>
    public static Seat? StandsInFor(Plan plan, int index)
    {
        if (plan.Steps[index] is not PlanStep.StartReplica { Moved: true } start)
        {
            return null;
        }

        int nth = plan.Steps.Take(index).Count(step => step is PlanStep.StartReplica { Moved: true } other && other.Workload == start.Workload);
        PlanStep.StopReplica? stop = plan.Steps.OfType<PlanStep.StopReplica>().Where(step => step.Moved && step.Workload == start.Workload).Skip(nth).FirstOrDefault();
        return stop is null ? null : new Seat(stop.Gpu, stop.Instance);
    }

    /// <summary>Processes the replica on a seat had before the plan; 1 when that is not known.</summary>
    public static int ProcessesBefore(PlanRecord record, PlanStep.StopReplica stop)
    {
        GpuTarget? gpu = record.Before.FirstOrDefault(before => before.Gpu == stop.Gpu);
        InstanceTarget? instance = gpu?.Instances.FirstOrDefault(present => present.Instance == stop.Instance);
        return Math.Max(1, instance?.Processes ?? 1);
    }

    /// <summary>The GPUs a plan's steps touch, in order, each once.</summary>
    public static ValueArray<Model.Snapshots.GpuUuid> Gpus(Plan plan) => plan.Steps.Select(step => step.Gpu).Distinct().Order().ToValueArray();
}
