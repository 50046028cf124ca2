using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Who sits where now. Seats on GPUs that do not answer are gone and counted nowhere.</summary>
internal sealed class SeatTable
{
    private readonly Dictionary<int, int>[] _present;
    private readonly Dictionary<int, int>[] _fixed;

    internal SeatTable(PlanningProblem problem, SearchFreedom freedom, Dictionary<string, int> workloadIndex, Func<GpuState, string, int, int> classOf)
    {
        _present = [.. problem.Workloads.Select(_ => new Dictionary<int, int>())];
        _fixed = [.. problem.Workloads.Select(_ => new Dictionary<int, int>())];
        foreach (GpuState gpu in problem.Gpus.Where(gpu => gpu.Usability != GpuUsability.Unusable))
        {
            bool draining = gpu.Usability == GpuUsability.Draining;
            if (!gpu.MigEnabled)
            {
                Add(gpu, ProfileCapacity.WholeGpu, gpu.WholeGpuWorkload, gpu.WholeGpuPinned);
                continue;
            }

            foreach (SliceState slice in gpu.Slices)
            {
                Add(gpu, slice.Instance.Profile, slice.Workload, slice.Pinned);
            }

            void Add(GpuState at, string profile, string? workload, bool pinned)
            {
                if (workload is null || !workloadIndex.TryGetValue(workload, out int index))
                {
                    return;
                }

                int seatClass = classOf(at, profile, draining ? index : -1);
                _present[index][seatClass] = _present[index].GetValueOrDefault(seatClass) + 1;
                if (IsFixed(problem.Workloads[index], pinned, freedom))
                {
                    _fixed[index][seatClass] = _fixed[index].GetValueOrDefault(seatClass) + 1;
                }
            }
        }
    }

    /// <summary>Seats of a workload by class.</summary>
    internal Dictionary<int, int> Present(int workload) => _present[workload];

    /// <summary>Those that must stay.</summary>
    internal Dictionary<int, int> Fixed(int workload) => _fixed[workload];

    /// <summary>A seat stays where its instance is pinned, where its workload may not be moved, and where nothing at all may be stopped.</summary>
    internal static bool IsFixed(WorkloadNeed need, bool pinned, SearchFreedom freedom) => pinned || !need.Movable || !freedom.MayDestroyIdle;
}
