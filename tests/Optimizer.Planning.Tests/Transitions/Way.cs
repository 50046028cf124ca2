using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Transitions;

namespace Optimizer.Planning.Tests.Transitions;

/// <summary>Targets written short, and what a test asks of a way there.</summary>
internal static class Way
{
    /// <summary>The present state as a target.</summary>
    internal static GpuTarget Keep(this GpuState gpu) => new()
    {
        Gpu = gpu.Uuid,
        MigEnabled = gpu.MigEnabled,
        Instances = gpu.Slices.Select(slice => new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)).ToValueArray(),
        WholeGpuWorkload = gpu.WholeGpuWorkload,
    };

    /// <summary>A target with these instances; the slices' occupants are who is to run there.</summary>
    internal static GpuTarget To(this GpuState gpu, params SliceState[] slices) => (gpu with { MigEnabled = true, WholeGpuWorkload = null }).WithSlices(slices).Keep();

    internal static GpuTarget ToWhole(this GpuState gpu, string? workload) => new() { Gpu = gpu.Uuid, MigEnabled = false, WholeGpuWorkload = workload };

    internal static Transition Plan(PlanningProblem problem, params GpuTarget[] targets)
    {
        HashSet<GpuUuid> named = [.. targets.Select(target => target.Gpu)];
        return TransitionPlanner.Plan(problem, problem.Gpus.Where(gpu => !named.Contains(gpu.Uuid)).Select(Keep).Concat(targets).ToValueArray());
    }

    /// <summary>One line per step, for example <c>start chat 3g.40gb@4 GPU1 moved [Move]</c>.</summary>
    internal static string[] Lines(this Transition transition) => [.. transition.Steps.Select(Line)];

    internal static string Line(PlanStep step)
    {
        string gpu = "GPU" + int.Parse(step.Gpu.Value.AsSpan(4, 8), System.Globalization.NumberStyles.HexNumber);
        string what = step switch
        {
            PlanStep.CreateInstance create => $"create {create.Instance} {gpu}",
            PlanStep.DestroyInstance destroy => $"destroy {destroy.Instance} {gpu}",
            PlanStep.StartReplica start => $"start {start.Workload} {start.Instance?.ToString() ?? "whole"} {gpu}{(start.Moved ? " moved" : "")}",
            PlanStep.StopReplica stop => $"stop {stop.Workload} {stop.Instance?.ToString() ?? "whole"} {gpu}{(stop.Moved ? " moved" : "")}",
            PlanStep.SetMigMode mode => $"mig {(mode.Enabled ? "on" : "off")} {gpu}",
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
        return $"{what} [{step.Rung}]";
    }

    /// <summary>What each workload has running on GPUs in some state: rate and replicas, counted seat by seat.</summary>
    internal static (double Rate, int Replicas) Running(PlanningProblem problem, IEnumerable<GpuState> gpus, string workload)
    {
        WorkloadNeed need = problem.Workloads.Single(need => need.Name == workload);
        double rate = 0;
        int replicas = 0;
        foreach (GpuState gpu in gpus.Where(gpu => gpu.Usability != GpuUsability.Unusable))
        {
            IEnumerable<string> profiles = gpu.Slices.Where(slice => slice.Workload == workload).Select(slice => slice.Instance.Profile);
            foreach (string profile in gpu.WholeGpuWorkload == workload ? profiles.Append(ProfileCapacity.WholeGpu) : profiles)
            {
                rate += need.Options.Where(option => option.Profile == profile).Select(option => option.CarefulRate).FirstOrDefault();
                replicas++;
            }
        }

        return (rate, replicas);
    }

    /// <summary>Stops that leave a workload with less than it has before and after, and how many of them break a promised floor.</summary>
    internal static (int Floors, int Count, SortedSet<string> Workloads) Interruptions(PlanningProblem problem, Transition transition)
    {
        ValueArray<GpuState>[] states = [.. TransitionReplay.States(problem.Gpus, transition.Steps)];
        int floors = 0, count = 0;
        SortedSet<string> workloads = new(StringComparer.Ordinal);
        for (int index = 0; index < transition.Steps.Count; index++)
        {
            if (transition.Steps[index] is PlanStep.StopReplica stop)
            {
                (bool floor, bool interrupted) = IsShort(problem, states[0], states[^1], states[index + 1], stop.Workload);
                floors += floor ? 1 : 0;
                count += interrupted ? 1 : 0;
                if (interrupted)
                {
                    workloads.Add(stop.Workload);
                }
            }
        }

        return (floors, count, workloads);
    }

    internal static (bool Floor, bool Interrupted) IsShort(
        PlanningProblem problem, IEnumerable<GpuState> first, IEnumerable<GpuState> last, IEnumerable<GpuState> now, string workload)
    {
        WorkloadNeed need = problem.Workloads.Single(need => need.Name == workload);
        (double Rate, int Replicas) before = Running(problem, first, workload), after = Running(problem, last, workload), running = Running(problem, now, workload);
        bool interrupted = running.Rate < Math.Min(before.Rate, after.Rate) - 1e-6 || running.Replicas < Math.Min(before.Replicas, after.Replicas);
        bool floor = need.Qos == QosClass.Guaranteed
            && (running.Rate < Math.Min(Math.Min(before.Rate, after.Rate), need.FloorRate) - 1e-6 || running.Replicas < Math.Min(Math.Min(before.Replicas, after.Replicas), need.Replicas.Min));
        return (interrupted && floor, interrupted);
    }
}
