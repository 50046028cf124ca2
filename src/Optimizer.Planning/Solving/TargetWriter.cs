using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Writes down the targets: instances somebody sits on, and whatever else can stay as it is.</summary>
internal static class TargetWriter
{
    /// <summary>The state that is there now, as targets; nothing changes on the way to it.</summary>
    internal static ValueArray<GpuTarget> Present(PlanningProblem problem) => problem.Gpus.Select(gpu => Present(gpu, _ => true)).ToValueArray();

    /// <summary>The targets of filled seats.</summary>
    internal static ValueArray<GpuTarget> Write(FleetModel model, SeatPlan[] plans) => plans.Select(plan => Write(model, plan)).ToValueArray();

    private static GpuTarget Write(FleetModel model, SeatPlan plan)
    {
        SeatPlan.Seat[] taken = [.. plan.Seats.Where(seat => seat.Workload >= 0)];
        GpuState gpu = plan.State;
        if (gpu.Usability == GpuUsability.Unusable)
        {
            return Present(gpu, _ => true);
        }

        if (taken.Length == 0 || gpu.Usability == GpuUsability.Draining)
        {
            // Nobody new: what is there stays, less those who leave.
            return Present(gpu, instance => taken.Any(seat => seat.Instance == instance));
        }

        if (plan.MigOff)
        {
            return new GpuTarget { Gpu = gpu.Uuid, MigEnabled = false, WholeGpuWorkload = model.Workloads[taken[0].Workload].Need.Name };
        }

        Dictionary<PlacedInstance, InstanceTarget> instances = taken.ToDictionary(
            seat => seat.Instance!,
            seat => new InstanceTarget(seat.Instance!, model.Workloads[seat.Workload].Need.Name, ProcessesOf(model, plan, seat)));
        if (gpu.MigEnabled)
        {
            KeepTheRest(gpu, instances);
        }

        return new GpuTarget { Gpu = gpu.Uuid, MigEnabled = true, Instances = instances.Values.OrderBy(target => target.Instance).ToValueArray() };
    }

    /// <summary>Adds every present instance that still fits, pinned ones first: destroying what is in nobody's way gains nothing.</summary>
    private static void KeepTheRest(GpuState gpu, Dictionary<PlacedInstance, InstanceTarget> instances)
    {
        foreach (SliceState slice in gpu.Slices.OrderByDescending(slice => slice.Pinned).ThenBy(slice => slice.Instance))
        {
            if (!instances.ContainsKey(slice.Instance) && Layout.TryCreate(gpu.Geometry!, instances.Keys.Append(slice.Instance), out _, out _))
            {
                instances.Add(slice.Instance, new InstanceTarget(slice.Instance, null, 0));
            }
        }
    }

    private static GpuTarget Present(GpuState gpu, Func<PlacedInstance?, bool> stays) => new()
    {
        Gpu = gpu.Uuid,
        MigEnabled = gpu.MigEnabled,
        WholeGpuWorkload = !gpu.MigEnabled && stays(null) ? gpu.WholeGpuWorkload : null,
        Instances = gpu.Slices.Select(slice => slice.Workload is not null && stays(slice.Instance)
            ? new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)
            : new InstanceTarget(slice.Instance, null, 0)).ToValueArray(),
    };

    private static int ProcessesOf(FleetModel model, SeatPlan plan, SeatPlan.Seat seat)
    {
        if (seat.Occupant == seat.Workload)
        {
            return plan.State.Slices.First(slice => slice.Instance == seat.Instance).Processes;
        }

        SeatedWorkload workload = model.Workloads[seat.Workload];
        return workload.Options.TryGetValue(seat.Class, out SeatOption? option) ? option.Processes : 1;
    }
}
