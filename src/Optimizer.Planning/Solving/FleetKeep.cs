using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Which present seats of a fleet stay: as many as each workload's cheapest way wants, given up first where the fewest sit.</summary>
internal sealed class FleetKeep
{
    private readonly HashSet<(int Gpu, int Start)> _kept = [];
    private readonly Dictionary<int, long> _emptying = [];
    private readonly bool _mayEmpty;

    private FleetKeep(bool mayEmpty)
    {
        _mayEmpty = mayEmpty;
    }

    /// <summary>Decides.</summary>
    internal static FleetKeep Of(FleetModel model, SeatPattern[][] ways)
    {
        // With a budget of moves, GPUs are not emptied: the count per group does not say whose replicas these are.
        FleetKeep keep = new(model.Freedom.MaxMoves == int.MaxValue && model.Freedom.MaxMovesByTenant.Count == 0);
        Dictionary<(int, int), int> wanted = [];
        foreach (SeatedWorkload workload in model.Workloads)
        {
            foreach ((int seatClass, int present) in workload.Present)
            {
                // Within a budget everybody's instance stays: which of several like seats is lost is not counted, and would be a move nobody booked.
                wanted[(workload.Index, seatClass)] = keep._mayEmpty ? Math.Min(present, ways[workload.Index].Max(way => way.CountOf(seatClass))) : present;
            }
        }

        IEnumerable<(GpuGroup Group, int Gpu, int Seated)> fullest = model.Groups
            .SelectMany(group => group.Gpus.Select(gpu => (Group: group, Gpu: gpu, Seated: model.Problem.Gpus[gpu].Slices.Count(slice => slice.Workload is not null))))
            .OrderByDescending(item => item.Seated).ThenBy(item => item.Gpu);
        foreach ((GpuGroup group, int gpu, int _) in fullest)
        {
            long cost = 0;
            foreach (SliceState slice in model.Problem.Gpus[gpu].Slices)
            {
                int workload = slice.Workload is null ? -1 : model.IndexOf(slice.Workload);
                int seatClass = workload < 0 ? -1 : SeatPlan.ClassIn(model, group, slice.Instance.Profile, workload);
                if (seatClass >= 0 && wanted.GetValueOrDefault((workload, seatClass)) > 0)
                {
                    wanted[(workload, seatClass)]--;
                    keep._kept.Add((gpu, slice.Instance.Placement.Start));
                    cost += model.Workloads[workload].StartCost(seatClass);
                }
            }

            keep._emptying[gpu] = cost;
        }

        return keep;
    }

    /// <summary>Whether a present instance stays with who is on it.</summary>
    internal bool IsKept(int gpu, SliceState slice) => _kept.Contains((gpu, slice.Instance.Placement.Start));

    /// <summary>What it costs to move everybody off a GPU; null: they may not be.</summary>
    internal long? EmptyingCost(int gpu) => _emptying.TryGetValue(gpu, out long cost) && (_mayEmpty || cost == 0) ? cost : null;
}
