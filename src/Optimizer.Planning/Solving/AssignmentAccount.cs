using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Adds up what a state is worth, from the targets alone: whoever made them, the sum is the same.</summary>
internal sealed record AssignmentAccount
{
    /// <summary>Account of the state and the way to it.</summary>
    internal required Account Account { get; init; }

    /// <summary>GPUs with somebody on them.</summary>
    internal required int ActiveGpus { get; init; }

    /// <summary>Moved replicas by workload.</summary>
    internal required IReadOnlyDictionary<string, int> Moves { get; init; }

    /// <summary>Instances created and destroyed.</summary>
    internal required int InstanceChanges { get; init; }

    /// <summary>Seats after, by workload; one entry a replica, its option null where the need lists none for it.</summary>
    internal required IReadOnlyDictionary<string, List<SeatCount>> Seats { get; init; }

    /// <summary>Replicas after, by workload.</summary>
    internal required IReadOnlyDictionary<string, int> Replicas { get; init; }

    /// <summary>Adds up.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="costs">Its prices.</param>
    /// <param name="targets">Every GPU of the problem in its order.</param>
    internal static AssignmentAccount Of(PlanningProblem problem, ICostModel costs, ValueArray<GpuTarget> targets)
    {
        Account sum = default;
        int active = 0, changes = 0;
        Dictionary<string, List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)>> before = SeatsOf(problem, problem.Gpus.Select(Present));
        Dictionary<string, List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)>> after = SeatsOf(problem, problem.Gpus.Select((gpu, index) => Of(gpu, targets[index])));
        for (int index = 0; index < targets.Count; index++)
        {
            GpuState gpu = problem.Gpus[index];
            GpuTarget target = targets[index];
            if (gpu.Usability == GpuUsability.Unusable)
            {
                continue;
            }

            if (target.WholeGpuWorkload is not null || target.Instances.Any(instance => instance.Workload is not null))
            {
                active++;
                sum += costs.ActiveGpu(gpu);
            }

            int changed = gpu.Slices.Count(slice => !target.Instances.Any(instance => instance.Instance == slice.Instance))
                + target.Instances.Count(instance => !gpu.Slices.Any(slice => slice.Instance == instance.Instance));
            changes += changed;
            int counted = changed + (gpu.MigEnabled == target.MigEnabled ? 0 : GpuChoices.ModeChange);
            for (int i = 0; i < counted; i++)
            {
                sum += costs.InstanceChange(gpu);
            }
        }

        Dictionary<string, int> moves = new(StringComparer.Ordinal);
        Dictionary<string, List<SeatCount>> seats = new(StringComparer.Ordinal);
        Dictionary<string, int> replicas = new(StringComparer.Ordinal);
        foreach (WorkloadNeed need in problem.Workloads)
        {
            List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)> had = before.GetValueOrDefault(need.Name) ?? [], has = after.GetValueOrDefault(need.Name) ?? [];
            List<SeatCount> counted = Counted(need, has);
            seats.Add(need.Name, counted);
            replicas.Add(need.Name, has.Count / Math.Max(1, need.GpusPerReplica));
            sum += costs.Serving(need, counted.ToArray());
            (int moved, Account moving) = Moved(need, costs, had, has);
            sum += moving;
            if (moved > 0)
            {
                moves.Add(need.Name, moved);
            }
        }

        return new AssignmentAccount { Account = sum, ActiveGpus = active, Moves = moves, InstanceChanges = changes, Seats = seats, Replicas = replicas };
    }

    private static (int Moved, Account Cost) Moved(
        WorkloadNeed need,
        ICostModel costs,
        List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)> had,
        List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)> has)
    {
        HashSet<(GpuUuid, PlacedInstance?)> now = [.. had.Select(seat => (seat.Gpu, seat.Instance))], then = [.. has.Select(seat => (seat.Gpu, seat.Instance))];
        (GpuUuid Gpu, PlacedInstance? Instance, GpuState State)[] left = [.. had.Where(seat => !then.Contains((seat.Gpu, seat.Instance)))];
        int perReplica = Math.Max(1, need.GpusPerReplica);
        int moved = (Math.Min(left.Length, has.Count(seat => !now.Contains((seat.Gpu, seat.Instance)))) + perReplica - 1) / perReplica;

        // Whether a replica is new or comes from elsewhere: its seat serves nothing until it is ready.
        Account cost = default;
        foreach ((Account one, int count) in has.Where(seat => !now.Contains((seat.Gpu, seat.Instance)))
            .Select(seat => SeatRules.OptionOn(need, seat.State, seat.Instance?.Profile ?? ProfileCapacity.WholeGpu))
            .GroupBy(option => option).Select(like => (costs.Start(need, like.Key), like.Count() / perReplica)))
        {
            for (int i = 0; i < count; i++)
            {
                cost += one;
            }
        }

        return (moved, cost);
    }

    private static List<SeatCount> Counted(WorkloadNeed need, List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)> seats)
    {
        List<SeatCount> counted = [];
        int perReplica = Math.Max(1, need.GpusPerReplica);

        // The GPUs of one job count together, of whatever model they are.
        foreach (IGrouping<(SeatOption Option, string Model), (SeatOption? Option, GpuState State)> like in seats
            .Select(seat => (Option: SeatRules.OptionOn(need, seat.State, seat.Instance?.Profile ?? ProfileCapacity.WholeGpu), seat.State))
            .Where(seat => seat.Option is not null)
            .GroupBy(seat => (seat.Option!, perReplica > 1 ? string.Empty : seat.State.Model)))
        {
            counted.Add(new SeatCount(like.Key.Option, like.First().State, like.Count() / perReplica));
        }

        return counted;
    }

    private static Dictionary<string, List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)>> SeatsOf(
        PlanningProblem problem, IEnumerable<IEnumerable<(string Workload, PlacedInstance? Instance)>> byGpu)
    {
        Dictionary<string, List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)>> seats = new(StringComparer.Ordinal);
        int index = 0;
        foreach (IEnumerable<(string Workload, PlacedInstance? Instance)> here in byGpu)
        {
            GpuState gpu = problem.Gpus[index++];
            foreach ((string workload, PlacedInstance? instance) in here)
            {
                if (!seats.TryGetValue(workload, out List<(GpuUuid Gpu, PlacedInstance? Instance, GpuState State)>? list))
                {
                    seats.Add(workload, list = []);
                }

                list.Add((gpu.Uuid, instance, gpu));
            }
        }

        return seats;
    }

    private static IEnumerable<(string Workload, PlacedInstance? Instance)> Present(GpuState gpu) => gpu.Usability == GpuUsability.Unusable
        ? []
        : Of(gpu.WholeGpuWorkload, gpu.Slices.Select(slice => (slice.Workload, slice.Instance)));

    private static IEnumerable<(string Workload, PlacedInstance? Instance)> Of(GpuState gpu, GpuTarget target) => gpu.Usability == GpuUsability.Unusable
        ? []
        : Of(target.WholeGpuWorkload, target.Instances.Select(instance => (instance.Workload, instance.Instance)));

    private static IEnumerable<(string Workload, PlacedInstance? Instance)> Of(string? whole, IEnumerable<(string? Workload, PlacedInstance Instance)> instances)
    {
        if (whole is not null)
        {
            yield return (whole, null);
        }

        foreach ((string? workload, PlacedInstance instance) in instances)
        {
            if (workload is not null)
            {
                yield return (workload, instance);
            }
        }
    }
}
