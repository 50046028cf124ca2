using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on the way from the present state to the targets.</summary>
internal static class StepRules
{
    internal static IEnumerable<Finding> Legal(PlanCase plan)
    {
        Replay replay = new(plan.Problem);
        for (int index = 0; index < plan.Plan.Steps.Count; index++)
        {
            if (replay.Do(plan.Plan.Steps[index]) is { } problem)
            {
                yield return new Finding($"step {index + 1}", $"{StepWords.Of(plan.Plan.Steps[index])}: {problem}");
            }
        }
    }

    internal static IEnumerable<Finding> Reach(PlanCase plan)
    {
        Replay replay = new(plan.Problem);
        foreach (PlanStep step in plan.Plan.Steps)
        {
            replay.Do(step);
        }

        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => PlanCase.IsAlive(pair.Gpu)))
        {
            if (replay.State(gpu.Uuid) is { } state && state != target)
            {
                yield return new Finding(gpu.Uuid.Value, $"the steps end at {Words(state)}, the target is {Words(target)}");
            }
        }
    }

    internal static IEnumerable<Finding> MakeBeforeBreak(PlanCase plan)
    {
        Dictionary<string, int> ahead = [];
        HashSet<string> told = [];
        for (int index = 0; index < plan.Plan.Steps.Count; index++)
        {
            PlanStep step = plan.Plan.Steps[index];
            if (StepWords.Workload(step) is not { } workload || plan.Need(workload)?.Qos != QosClass.Guaranteed || plan.IsNoted(workload))
            {
                continue;
            }

            int change = step switch
            {
                PlanStep.StartReplica { Moved: true } => 1,
                PlanStep.StopReplica { Moved: true } => -1,
                _ => 0,
            };
            ahead[workload] = ahead.GetValueOrDefault(workload) + change;
            if (ahead[workload] < 0 && told.Add(workload))
            {
                yield return new Finding(workload, $"step {index + 1}, {StepWords.Of(step)}, comes before the replica that stands in for it has started, and no note says why");
            }
        }
    }

    internal static IEnumerable<Finding> FloorsOnTheWay(PlanCase plan)
    {
        Dictionary<string, (int Seats, double Rate)> has = [];
        foreach (WorkloadNeed need in plan.Problem.Workloads.Where(need => need.Qos == QosClass.Guaranteed && !plan.IsNoted(need.Name)))
        {
            has[need.Name] = (plan.PresentOf(need.Name).Count(), plan.Capacity(plan.PresentOf(need.Name)));
        }

        Dictionary<string, (int Seats, double Rate)> before = new(has);
        Dictionary<(string Workload, string Place), OccupiedSeat> running = [];
        foreach (OccupiedSeat seat in plan.Present)
        {
            running.TryAdd((seat.Workload, seat.Place), seat);
        }

        for (int index = 0; index < plan.Plan.Steps.Count; index++)
        {
            PlanStep step = plan.Plan.Steps[index];
            if (StepWords.Workload(step) is not { } workload || !has.TryGetValue(workload, out (int Seats, double Rate) now))
            {
                continue;
            }

            bool starts = step is PlanStep.StartReplica;
            int processes = step is PlanStep.StartReplica { Instance: not null } start ? start.Processes : 0;
            OccupiedSeat seat = new(step.Gpu, StepWords.Instance(step), workload, processes);
            if (starts)
            {
                running[(workload, seat.Place)] = seat;
            }
            else if (!running.Remove((workload, seat.Place), out seat))
            {
                continue;
            }

            int sign = starts ? 1 : -1;
            has[workload] = now = (now.Seats + sign, now.Rate + (sign * (plan.RateOf(seat) ?? 0)));
            if (!starts && Below(plan.Need(workload)!, now, before[workload]) is { } sentence)
            {
                yield return new Finding(workload, $"after step {index + 1}, {StepWords.Of(step)}, {sentence}, and no note says why");
            }
        }
    }

    private static string? Below(WorkloadNeed need, (int Seats, double Rate) now, (int Seats, double Rate) before)
    {
        // What is not there at the start cannot be kept on the way.
        int perReplica = Math.Max(1, need.GpusPerReplica);
        int replicas = Math.Min(need.Replicas.Min, before.Seats / perReplica);
        double rate = Math.Min(need.FloorRate, before.Rate);
        return now.Seats / perReplica < replicas ? $"{now.Seats / perReplica} replicas are left of {replicas} guaranteed"
            : PlanCase.Less(now.Rate, rate) ? $"a capacity of {now.Rate:0.###} is left of {rate:0.###} guaranteed"
            : null;
    }

    private static string Words(GpuTarget state)
    {
        string whole = state.WholeGpuWorkload is { } workload ? $", whole GPU for {workload}" : "";
        string instances = string.Join(' ', state.Instances.Select(one => one.Workload is null ? $"{one.Instance}" : $"{one.Instance}={one.Workload}x{one.Processes}"));
        return $"MIG {(state.MigEnabled ? "on" : "off")}{whole} [{instances}]";
    }
}
