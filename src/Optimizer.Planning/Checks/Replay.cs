using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>The GPUs while the steps of a plan are carried out one after the other, as plainly as a driver would see them.</summary>
/// <remarks>A step that cannot be done is reported and then done as far as it makes sense, so that one mistake is told once.</remarks>
internal sealed class Replay
{
    private readonly Dictionary<GpuUuid, Board> _boards = [];

    internal Replay(PlanningProblem problem)
    {
        foreach (GpuState gpu in problem.Gpus)
        {
            Board board = new(gpu) { Mig = gpu.MigEnabled, Whole = gpu.WholeGpuWorkload };
            foreach (SliceState slice in gpu.Slices)
            {
                board.Instances.TryAdd(slice.Instance, (slice.Workload, slice.Processes));
            }

            _boards.TryAdd(gpu.Uuid, board);
        }
    }

    /// <summary>Does one step.</summary>
    /// <returns>Why it could not be done; null when it could.</returns>
    internal string? Do(PlanStep step)
    {
        if (!_boards.TryGetValue(step.Gpu, out Board? board))
        {
            return "there is no such GPU";
        }

        if (!double.IsFinite(step.ExpectedSeconds) || step.ExpectedSeconds < 0)
        {
            return $"it is expected to take {step.ExpectedSeconds} s";
        }

        return step switch
        {
            PlanStep.CreateInstance create => board.Create(create.Instance),
            PlanStep.DestroyInstance destroy => board.Destroy(destroy.Instance),
            PlanStep.StartReplica start => board.Start(start),
            PlanStep.StopReplica stop => board.Stop(stop),
            PlanStep.SetMigMode mode => board.SetMode(mode.Enabled),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
        };
    }

    /// <summary>What a GPU is like now, in the words of a target; null without such a GPU.</summary>
    internal GpuTarget? State(GpuUuid gpu) => _boards.GetValueOrDefault(gpu)?.State();

    private sealed class Board(GpuState gpu)
    {
        internal bool Mig { get; set; }

        internal string? Whole { get; set; }

        internal SortedDictionary<PlacedInstance, (string? Workload, int Processes)> Instances { get; } = [];

        internal string? Create(PlacedInstance instance)
        {
            string? problem = !Mig ? "MIG is off"
                : gpu.Geometry is null ? "the GPU cannot do MIG"
                : LayoutRules.Problem(gpu.Geometry, [.. Instances.Keys, instance]);
            Instances.TryAdd(instance, (null, 0));
            return problem;
        }

        internal string? Destroy(PlacedInstance instance)
        {
            string? problem = !Instances.TryGetValue(instance, out (string? Workload, int Processes) there) ? "there is no such instance"
                : there.Workload is not null ? $"{there.Workload} still runs on it"
                : null;
            Instances.Remove(instance);
            return problem;
        }

        internal string? Start(PlanStep.StartReplica start)
        {
            string? problem = start.Processes < 1 ? $"{start.Processes} processes" : null;
            if (start.Instance is null)
            {
                problem ??= Mig ? "MIG is on" : Whole is not null ? $"{Whole} has it" : null;
                Whole = start.Workload;
                return problem;
            }

            problem ??= !Instances.TryGetValue(start.Instance, out (string? Workload, int Processes) there) ? "there is no such instance"
                : there.Workload is not null ? $"{there.Workload} is on it"
                : null;
            if (Instances.ContainsKey(start.Instance))
            {
                Instances[start.Instance] = (start.Workload, start.Processes);
            }

            return problem;
        }

        internal string? Stop(PlanStep.StopReplica stop)
        {
            if (stop.Instance is null)
            {
                string? missing = Whole == stop.Workload ? null : $"{Whole ?? "nobody"} has it";
                Whole = null;
                return missing;
            }

            string? problem = !Instances.TryGetValue(stop.Instance, out (string? Workload, int Processes) there) ? "there is no such instance"
                : there.Workload != stop.Workload ? $"{there.Workload ?? "nobody"} is on it"
                : null;
            if (Instances.ContainsKey(stop.Instance))
            {
                Instances[stop.Instance] = (null, 0);
            }

            return problem;
        }

        internal string? SetMode(bool enabled)
        {
            string? problem = Mig == enabled ? $"MIG is {(enabled ? "on" : "off")} already"
                : Instances.Count > 0 ? $"there are {Instances.Count} instances"
                : Whole is not null ? $"{Whole} runs on it"
                : enabled && gpu.Geometry is null ? "the GPU cannot do MIG"
                : null;
            Mig = enabled;
            return problem;
        }

        internal GpuTarget State() => new()
        {
            Gpu = gpu.Uuid,
            MigEnabled = Mig,
            WholeGpuWorkload = Whole,
            Instances = [.. Instances.Select(one => new InstanceTarget(one.Key, one.Value.Workload, one.Value.Processes))],
        };
    }
}
