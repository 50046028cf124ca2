using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on what must stay where it is.</summary>
internal static class StayRules
{
    internal static IEnumerable<Finding> Pins(PlanCase plan)
    {
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => PlanCase.IsAlive(pair.Gpu)))
        {
            foreach (SliceState slice in gpu.Slices.Where(slice => slice.Pinned))
            {
                if (!target.Instances.Contains(new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)))
                {
                    yield return new Finding(gpu.Uuid.Value, $"{slice.Instance} is pinned with {slice.Workload ?? "what is on it"} and does not stay so");
                }
            }

            if (gpu.WholeGpuPinned && (target.MigEnabled || target.WholeGpuWorkload != gpu.WholeGpuWorkload))
            {
                yield return new Finding(gpu.Uuid.Value, $"the whole GPU is pinned with {gpu.WholeGpuWorkload ?? "what is on it"} and does not stay so");
            }
        }

        foreach (PlanStep step in plan.Plan.Steps.Where(step => plan.Gpu(step.Gpu) is { } gpu && Touches(step, gpu)))
        {
            yield return new Finding(step.Gpu.Value, $"{StepWords.Of(step)} touches what is pinned");
        }
    }

    internal static IEnumerable<Finding> Unmovable(PlanCase plan)
    {
        HashSet<OccupiedSeat> planned = [.. plan.Planned];
        foreach (OccupiedSeat seat in plan.Present)
        {
            if (plan.Need(seat.Workload) is { Movable: false } && !planned.Contains(seat))
            {
                yield return new Finding(seat.Workload, $"it may not be moved or stopped while it runs, and loses {seat.Place}");
            }
        }

        foreach (PlanStep.StopReplica step in plan.Plan.Steps.OfType<PlanStep.StopReplica>())
        {
            // A replica this plan starts on its way may be stopped again; one that runs now may not.
            if (plan.Need(step.Workload) is { Movable: false } && plan.Runs(step))
            {
                yield return new Finding(step.Workload, $"{StepWords.Of(step)}, and it may not be moved or stopped while it runs");
            }
        }
    }

    internal static IEnumerable<Finding> Known(PlanCase plan)
    {
        IEnumerable<string> named = plan.Plan.Targets.SelectMany(PlanCase.SeatsOf).Select(seat => seat.Workload)
            .Concat(plan.Plan.Steps.Select(StepWords.Workload).OfType<string>())
            .Concat(plan.Plan.Outlook.Select(outlook => outlook.Workload));
        foreach (string workload in named.Distinct().Where(name => plan.Need(name) is null))
        {
            yield return new Finding(workload, "the problem has no workload of that name");
        }
    }

    private static bool Touches(PlanStep step, GpuState gpu) => step switch
    {
        PlanStep.SetMigMode => gpu.WholeGpuPinned || gpu.Slices.Any(slice => slice.Pinned),
        PlanStep.StartReplica { Instance: null } or PlanStep.StopReplica { Instance: null } => gpu.WholeGpuPinned,
        _ => gpu.Slices.Any(slice => slice.Pinned && slice.Instance == StepWords.Instance(step)),
    };
}
