using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Refuses targets no order of steps may reach; whoever made them broke a rule of its own, so it is told by an exception.</summary>
internal static class TargetCheck
{
    /// <summary>Checks one GPU that may be touched.</summary>
    /// <exception cref="ArgumentException">What is wrong with the target.</exception>
    internal static void Require(GpuState gpu, GpuTarget target)
    {
        RequireLayout(gpu, target);
        RequirePins(gpu, target);
        if (gpu.Usability == GpuUsability.Draining)
        {
            RequireNothingNew(gpu, target);
        }
    }

    /// <summary>A replica that must stop has to be one that may.</summary>
    /// <exception cref="ArgumentException">Its terms do not allow it.</exception>
    internal static void RequireMovable(GpuState gpu, WorkloadNeed need)
    {
        if (!need.Movable)
        {
            throw Wrong(gpu, $"takes a seat from {need.Name}, which may not be moved or stopped; leave it there, or give it terms to be moved on");
        }
    }

    internal static ArgumentException Wrong(GpuState gpu, string target) => new($"The target of {gpu.Uuid} {target}.", nameof(target));

    private static void RequireLayout(GpuState gpu, GpuTarget target)
    {
        if (!target.MigEnabled)
        {
            if (!target.Instances.IsEmpty)
            {
                throw Wrong(gpu, "has instances with MIG mode off; turn it on or leave them out");
            }

            return;
        }

        if (target.WholeGpuWorkload is not null)
        {
            throw Wrong(gpu, $"gives the whole GPU to {target.WholeGpuWorkload} with MIG mode on; turn it off");
        }

        if (gpu.Geometry is not { } geometry)
        {
            throw Wrong(gpu, "turns MIG mode on, which this GPU does not have");
        }

        if (!Layout.TryCreate(geometry, target.Instances.Select(instance => instance.Instance), out _, out LayoutRefusal? refusal))
        {
            throw Wrong(gpu, $"is no layout: {refusal.Sentence.TrimEnd('.')}");
        }
    }

    private static void RequirePins(GpuState gpu, GpuTarget target)
    {
        foreach (SliceState slice in gpu.Slices)
        {
            if (slice.Pinned && !target.Instances.Contains(new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)))
            {
                throw Wrong(gpu, $"changes {slice.Instance}, which is pinned; keep it with what is on it");
            }
        }

        if (gpu.WholeGpuPinned && (target.MigEnabled != gpu.MigEnabled || target.WholeGpuWorkload != gpu.WholeGpuWorkload))
        {
            throw Wrong(gpu, "changes who has the whole GPU, which is pinned; keep it");
        }
    }

    private static void RequireNothingNew(GpuState gpu, GpuTarget target)
    {
        if (target.MigEnabled != gpu.MigEnabled)
        {
            throw Wrong(gpu, "changes MIG mode while the GPU drains; let it drain first");
        }

        if (target.WholeGpuWorkload is { } whole && whole != gpu.WholeGpuWorkload)
        {
            throw Wrong(gpu, $"places {whole} on a GPU that drains; place it elsewhere");
        }

        foreach (InstanceTarget instance in target.Instances)
        {
            SliceState? present = gpu.Slices.FirstOrDefault(slice => slice.Instance == instance.Instance);
            if (present is null)
            {
                throw Wrong(gpu, $"creates {instance.Instance} on a GPU that drains; create it elsewhere");
            }

            if (instance.Workload is not null && (instance.Workload != present.Workload || instance.Processes != present.Processes))
            {
                throw Wrong(gpu, $"places {instance.Workload} on {instance.Instance} of a GPU that drains; place it elsewhere");
            }
        }
    }
}
