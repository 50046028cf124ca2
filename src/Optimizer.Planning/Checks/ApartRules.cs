using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on who may be beside whom.</summary>
internal static class ApartRules
{
    internal static IEnumerable<Finding> AntiAffinity(PlanCase plan)
    {
        Dictionary<(GpuUuid Gpu, string Workload), int> had = plan.Present.GroupBy(seat => (seat.Gpu, seat.Workload)).ToDictionary(seats => seats.Key, seats => seats.Count());
        foreach (IGrouping<GpuUuid, OccupiedSeat> onGpu in plan.Planned.GroupBy(seat => seat.Gpu))
        {
            string[] workloads = [.. onGpu.Select(seat => seat.Workload).Distinct().Order(StringComparer.Ordinal)];
            foreach (string workload in workloads)
            {
                int there = onGpu.Count(seat => seat.Workload == workload), before = had.GetValueOrDefault((onGpu.Key, workload));
                if (plan.Need(workload)?.MaxPerGpu is { } most && there > Math.Max(most, before))
                {
                    yield return new Finding(workload, $"{there} replicas on {onGpu.Key}, at most {most} are allowed");
                }
            }

            for (int first = 0; first < workloads.Length; first++)
            {
                for (int second = first + 1; second < workloads.Length; second++)
                {
                    bool inherited = !onGpu.Any(seat => (seat.Workload == workloads[first] || seat.Workload == workloads[second]) && plan.IsNew(seat));
                    if (!inherited && MustBeApart(plan, workloads[first], workloads[second]))
                    {
                        yield return new Finding(workloads[first], $"it shares {onGpu.Key} with {workloads[second]}, and they must be apart");
                    }
                }
            }
        }
    }

    internal static IEnumerable<Finding> Island(PlanCase plan)
    {
        foreach (WorkloadNeed need in plan.Problem.Workloads.Where(need => need.GpusPerReplica > 0))
        {
            OccupiedSeat[] seats = [.. plan.PlannedOf(need.Name)];
            foreach (OccupiedSeat slice in seats.Where(seat => seat.Instance is not null && plan.IsNew(seat)))
            {
                yield return new Finding(need.Name, $"it takes whole GPUs and is placed on {slice.Place}");
            }

            IEnumerable<IGrouping<(string Node, int? Island, string Alone), OccupiedSeat>> islands = seats.Where(seat => seat.Instance is null)
                .GroupBy(seat => plan.Gpu(seat.Gpu) is { } gpu ? (gpu.Node, gpu.NvLinkIsland, gpu.NvLinkIsland is null ? gpu.Uuid.Value : "") : ("", null, ""))
                .Where(island => island.Any(plan.IsNew));
            foreach (IGrouping<(string Node, int? Island, string Alone), OccupiedSeat> island in islands.Where(island => island.Count() % need.GpusPerReplica != 0))
            {
                string where = island.Key.Island is { } number ? $"NVLink island {number}" : "no NVLink island";
                yield return new Finding(need.Name, $"{island.Count()} of its GPUs are on {where} of node '{island.Key.Node}', a replica needs {need.GpusPerReplica} on one");
            }
        }
    }

    internal static bool MustBeApart(PlanCase plan, string left, string right) =>
        left != right
        && ((plan.Need(left)?.ApartFrom.Contains(right) ?? false) || (plan.Need(right)?.ApartFrom.Contains(left) ?? false));
}
