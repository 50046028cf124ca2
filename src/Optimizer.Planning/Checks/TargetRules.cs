using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on the state of each GPU.</summary>
internal static class TargetRules
{
    internal static IEnumerable<Finding> Complete(PlanCase plan)
    {
        int count = plan.Problem.Gpus.Count;
        if (plan.Plan.Targets.Count != count)
        {
            yield return new Finding("targets", $"{plan.Plan.Targets.Count} targets for {count} GPUs");
        }

        for (int index = 0; index < Math.Min(count, plan.Plan.Targets.Count); index++)
        {
            if (plan.Plan.Targets[index].Gpu != plan.Problem.Gpus[index].Uuid)
            {
                yield return new Finding(plan.Problem.Gpus[index].Uuid.Value, $"target {index + 1} is for {plan.Plan.Targets[index].Gpu}");
            }
        }
    }

    internal static IEnumerable<Finding> Legal(PlanCase plan)
    {
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => PlanCase.IsAlive(pair.Gpu)))
        {
            PlacedInstance[] instances = [.. target.Instances.Select(instance => instance.Instance)];
            for (int index = 1; index < instances.Length; index++)
            {
                if (instances[index - 1].Placement.Start > instances[index].Placement.Start)
                {
                    yield return new Finding(target.Gpu.Value, $"{instances[index]} is listed after {instances[index - 1]}");
                }
            }

            if (gpu.Geometry is not null && LayoutRules.Problem(gpu.Geometry, instances) is { } problem)
            {
                yield return new Finding(target.Gpu.Value, problem);
            }
        }
    }

    internal static IEnumerable<Finding> Occupants(PlanCase plan)
    {
        foreach (GpuTarget target in plan.Plan.Targets.AsEnumerable())
        {
            foreach (InstanceTarget instance in target.Instances.AsEnumerable())
            {
                if (instance.Workload is null ? instance.Processes != 0 : instance.Processes < 1)
                {
                    yield return new Finding(target.Gpu.Value, $"{instance.Instance} with {instance.Processes} processes of {instance.Workload ?? "nobody"}");
                }
            }

            foreach (IGrouping<PlacedInstance, InstanceTarget> same in target.Instances.GroupBy(instance => instance.Instance).Where(same => same.Count() > 1))
            {
                yield return new Finding(target.Gpu.Value, $"{same.Key} is listed {same.Count()} times, for {string.Join(" and ", same.Select(one => one.Workload ?? "nobody"))}");
            }
        }
    }

    internal static IEnumerable<Finding> MigMode(PlanCase plan)
    {
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs)
        {
            if (!target.MigEnabled && !target.Instances.IsEmpty)
            {
                yield return new Finding(target.Gpu.Value, $"{target.Instances.Count} instances with MIG off");
            }

            if (target.MigEnabled && target.WholeGpuWorkload is { } whole)
            {
                yield return new Finding(target.Gpu.Value, $"{whole} has the whole GPU with MIG on");
            }

            if (target.MigEnabled && gpu.Geometry is null && PlanCase.IsAlive(gpu))
            {
                yield return new Finding(target.Gpu.Value, "MIG on, on a GPU that cannot do MIG");
            }

            if (target.MigEnabled != gpu.MigEnabled && !gpu.MigToggle && plan.Problem.Terms.Gates.DeepestRung < DisruptionRung.GpuReset)
            {
                yield return new Finding(target.Gpu.Value, "MIG mode changes, but only a reset would do it and resets are not allowed");
            }
        }
    }

    internal static IEnumerable<Finding> Unusable(PlanCase plan)
    {
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => !PlanCase.IsAlive(pair.Gpu)))
        {
            if (target.MigEnabled != gpu.MigEnabled || !target.Instances.Select(one => one.Instance).SequenceEqual(gpu.Slices.Select(slice => slice.Instance)))
            {
                yield return new Finding(target.Gpu.Value, "an unusable GPU is to be cut differently");
            }

            foreach (OccupiedSeat seat in PlanCase.SeatsOf(target).Except(PlanCase.SeatsOf(gpu)))
            {
                yield return new Finding(target.Gpu.Value, $"{seat.Workload} is placed on {seat.Place}, which is unusable");
            }
        }

        foreach (PlanStep step in plan.Plan.Steps.Where(step => plan.Gpu(step.Gpu) is { } gpu && !PlanCase.IsAlive(gpu)))
        {
            yield return new Finding(step.Gpu.Value, $"{StepWords.Of(step)} on an unusable GPU");
        }
    }

    internal static IEnumerable<Finding> Draining(PlanCase plan)
    {
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => pair.Gpu.Usability == GpuUsability.Draining))
        {
            if (target.MigEnabled != gpu.MigEnabled)
            {
                yield return new Finding(target.Gpu.Value, "MIG mode changes on a draining GPU");
            }

            foreach (InstanceTarget instance in target.Instances.Where(one => !gpu.Slices.Any(slice => slice.Instance == one.Instance)))
            {
                yield return new Finding(target.Gpu.Value, $"{instance.Instance} is created on a draining GPU");
            }

            foreach (OccupiedSeat seat in PlanCase.SeatsOf(target).Where(plan.IsNew))
            {
                yield return new Finding(target.Gpu.Value, $"{seat.Workload} is placed on {seat.Place}, which is draining");
            }
        }

        foreach (PlanStep step in plan.Plan.Steps.Where(step => plan.Gpu(step.Gpu)?.Usability == GpuUsability.Draining))
        {
            if (step is PlanStep.CreateInstance or PlanStep.StartReplica or PlanStep.SetMigMode)
            {
                yield return new Finding(step.Gpu.Value, $"{StepWords.Of(step)} on a draining GPU");
            }
        }
    }
}
