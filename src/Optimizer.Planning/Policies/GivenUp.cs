using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Policies;

/// <summary>What it would cost to have again the replicas a plan stops without a successor.</summary>
/// <remarks>Replicas beyond a workload's most, and those of a tenant over its quota, are wanted by nobody: stopping them gives nothing up.</remarks>
internal static class GivenUp
{
    internal static Account Again(PlanningProblem problem, ICostModel costs, ValueArray<PlanStep> steps)
    {
        Account sum = default;
        ILookup<string, PlanStep.StopReplica> stopsOf = steps.OfType<PlanStep.StopReplica>().Where(stop => !stop.Moved).ToLookup(stop => stop.Workload, StringComparer.Ordinal);
        Dictionary<GpuUuid, GpuState> gpus = problem.Gpus.ToDictionary(gpu => gpu.Uuid);
        foreach (WorkloadNeed need in problem.Workloads)
        {
            PlanStep.StopReplica[] stops = [.. stopsOf[need.Name]];
            if (stops.Length == 0 || IsOverMost(problem, need) || IsOverQuota(problem, need.Tenant))
            {
                continue;
            }

            // A replica of a job of several GPUs has one stop on each of them.
            foreach (PlanStep.StopReplica stop in stops.Where((_, index) => index % Math.Max(1, need.GpusPerReplica) == 0))
            {
                SeatOption? option = SeatRules.OptionOn(need, gpus[stop.Gpu], stop.Instance?.Profile ?? ProfileCapacity.WholeGpu);
                sum += option is null ? default : costs.Start(need, option);
            }
        }

        return sum;
    }

    private static bool IsOverMost(PlanningProblem problem, WorkloadNeed need) =>
        problem.Gpus.Sum(gpu => Seats(gpu).Count(seat => seat.Workload == need.Name)) > need.Replicas.Max * Math.Max(1, need.GpusPerReplica);

    private static bool IsOverQuota(PlanningProblem problem, string? tenant)
    {
        if (problem.Tenants.FirstOrDefault(terms => terms.Name == tenant)?.QuotaGpus is not { } quota)
        {
            return false;
        }

        HashSet<string> theirs = [.. problem.Workloads.Where(need => need.Tenant == tenant).Select(need => need.Name)];
        double used = problem.Gpus.Sum(gpu => Seats(gpu).Where(seat => theirs.Contains(seat.Workload)).Sum(seat => GpuShare.Of(gpu, seat.Profile) ?? 0));
        return used > quota * (1 + 1e-9);
    }

    private static IEnumerable<(string Workload, string Profile)> Seats(GpuState gpu)
    {
        IEnumerable<(string, string)> slices = gpu.Slices.Where(slice => slice.Workload is not null).Select(slice => (slice.Workload!, slice.Instance.Profile));
        return gpu.WholeGpuWorkload is { } whole ? slices.Append((whole, ProfileCapacity.WholeGpu)) : slices;
    }
}
