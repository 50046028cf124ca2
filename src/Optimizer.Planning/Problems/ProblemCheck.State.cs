using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Checks;

namespace Optimizer.Planning.Problems;

/// <content>The present state is one a GPU can be in.</content>
public static partial class ProblemCheck
{
    private static IEnumerable<PlanRefusal> State(PlanningProblem problem)
    {
        foreach (GpuState gpu in problem.Gpus.AsEnumerable())
        {
            foreach ((string sentence, string relaxation) in Impossible(gpu))
            {
                yield return Refuse(RefusalReason.ImpossibleState, gpu.Uuid.Value, sentence, relaxation);
            }
        }
    }

    private static IEnumerable<(string Sentence, string Relaxation)> Impossible(GpuState gpu)
    {
        const string ReadAgain = "Read the GPU again; if it stays so, mark it unusable and look at it by hand.";
        if (gpu.MigEnabled && gpu.WholeGpuWorkload is { } whole)
        {
            yield return ($"MIG is on and {whole} has the whole GPU.", ReadAgain);
        }

        if (!gpu.MigEnabled && !gpu.Slices.IsEmpty)
        {
            yield return ($"MIG is off and there are {gpu.Slices.Count} instances.", ReadAgain);
        }

        foreach (SliceState slice in gpu.Slices.Where(slice => slice.Workload is null ? slice.Processes != 0 : slice.Processes < 1))
        {
            yield return ($"{slice.Instance} has {slice.Processes} processes of {slice.Workload ?? "nobody"}.", "Count at least one process for a workload and none without.");
        }

        foreach (IGrouping<PlacedInstance, SliceState> same in gpu.Slices.GroupBy(slice => slice.Instance).Where(same => same.Count() > 1))
        {
            yield return ($"{same.Key} is listed {same.Count()} times, for {string.Join(" and ", same.Select(slice => slice.Workload ?? "nobody"))}.", "Leave one occupant per instance.");
        }

        for (int index = 1; index < gpu.Slices.Count; index++)
        {
            if (gpu.Slices[index - 1].Instance.Placement.Start > gpu.Slices[index].Instance.Placement.Start)
            {
                yield return ($"{gpu.Slices[index].Instance} is listed after {gpu.Slices[index - 1].Instance}.", "Order instances by their start.");
            }
        }

        // A lost GPU can no longer be asked how it may be cut, and nothing is planned on it.
        if (gpu.Usability == GpuUsability.Unusable || gpu.Slices.IsEmpty)
        {
            yield break;
        }

        if (gpu.Geometry is null)
        {
            yield return ($"There are {gpu.Slices.Count} instances on a GPU that is said not to do MIG.", ReadAgain);
        }
        else if (LayoutRules.Problem(gpu.Geometry, [.. gpu.Slices.Select(slice => slice.Instance).Distinct()]) is { } problem)
        {
            SliceState[] pins = [.. gpu.Slices.Where(slice => slice.Pinned)];
            bool pinned = LayoutRules.Problem(gpu.Geometry, [.. pins.Select(slice => slice.Instance).Distinct()]) is not null;
            yield return ($"{(pinned ? "Its pinned instances" : "Its instances")} cannot be on one GPU together: {problem}.", pinned ? "Release one of the pins." : ReadAgain);
        }
    }
}
