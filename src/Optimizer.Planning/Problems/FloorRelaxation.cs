using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Problems;

/// <summary>Finds the least that makes floors feasible, by asking a search that knows.</summary>
/// <remarks>
/// One floor is lowered at a time, by halving the range, and GPUs like those there are added one by one. Deterministic. It asks at most about
/// <see cref="MaxQuestions"/> times, since each question is a search: doubled, a refusal of a fleet takes twice as long and names more of the workloads that could give way.
/// </remarks>
public static class FloorRelaxation
{
    /// <summary>Most questions asked.</summary>
    public const int MaxQuestions = 64;

    /// <summary>Most GPUs added. Doubled, a problem that wants twice the fleet is still answered with a number.</summary>
    private const int MaxAddedGpus = 8;

    /// <summary>Steps a floor of capacity is lowered in: sixteenths of it. Doubled, the answer is twice as fine and takes one question more per workload.</summary>
    private const int RateSteps = 16;

    /// <summary>The refusal of a problem whose floors cannot be met together, naming the least that helps.</summary>
    /// <param name="problem">A problem that passed <see cref="ProblemCheck"/> and for which <paramref name="feasible"/> says false.</param>
    /// <param name="feasible">True when a state exists that keeps every hard rule; the same question must get the same answer.</param>
    public static PlanRefusal Smallest(PlanningProblem problem, Func<PlanningProblem, bool> feasible)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(feasible);
        int left = MaxQuestions;
        bool Ask(PlanningProblem changed) => left-- > 0 && feasible(changed);

        WorkloadNeed[] promised = [.. problem.Workloads.Where(need => need.Qos == QosClass.Guaranteed && (need.Replicas.Min > 0 || need.FloorRate > 0))];
        string names = string.Join(", ", promised.Take(5).Select(need => need.Name)) + (promised.Length > 5 ? $" and {promised.Length - 5} more" : "");
        if (promised.Length == 0 || !Ask(promised.Aggregate(problem, (changed, need) => Lower(changed, need, 0, 0))))
        {
            return new PlanRefusal(
                RefusalReason.FloorsInfeasible, promised.FirstOrDefault()?.Name ?? "problem", "No state keeps pins, quotas, limits and what may not be moved, whatever the floors.",
                "Release a pin, raise a quota, or let a workload be moved.");
        }

        string? gpus = Gpus(problem, Ask);
        foreach (WorkloadNeed need in promised.Where(need => Ask(Lower(problem, need, 0, 0))))
        {
            string lowered = Lowered(problem, need, Ask);
            return new PlanRefusal(
                RefusalReason.FloorsInfeasible, need.Name, $"The floors of {names} cannot be met together on {Usable(problem)} with what is pinned and may not be moved.",
                gpus is null ? $"{lowered}." : $"{lowered}, or {gpus}.");
        }

        return new PlanRefusal(
            RefusalReason.FloorsInfeasible, promised[0].Name, $"The floors of {names} cannot be met together, and no single one of those tried explains it.",
            gpus is null ? $"Lower the floors of more than one of them." : $"Lower the floors of more than one of them, or {gpus}.");
    }

    /// <summary>The least by which one workload's floors must give way: replicas alone, capacity alone, or both.</summary>
    private static string Lowered(PlanningProblem problem, WorkloadNeed need, Func<PlanningProblem, bool> ask)
    {
        int min = need.Replicas.Min;
        double floor = need.FloorRate;
        if (min > 0 && (floor <= 0 || ask(Lower(problem, need, 0, floor))))
        {
            int most = Largest(min, replicas => ask(Lower(problem, need, replicas, floor)));
            return $"Set replicas.min of {need.Name} from {min} to {most}";
        }

        if (min == 0 || ask(Lower(problem, need, min, 0)))
        {
            double most = Largest(RateSteps, step => ask(Lower(problem, need, min, floor * step / RateSteps))) * floor / RateSteps;
            return $"Lower the floor of {need.Name} from {floor:0.###} to {most:0.###}";
        }

        int both = Largest(min, replicas => ask(Lower(problem, need, replicas, floor * replicas / min)));
        return $"Set replicas.min of {need.Name} from {min} to {both} and its floor from {floor:0.###} to {floor * both / min:0.###}";
    }

    /// <summary>The largest number below <paramref name="broken"/> that holds; 0 is known to.</summary>
    private static int Largest(int broken, Func<int, bool> holds)
    {
        int low = 0, high = broken;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static string? Gpus(PlanningProblem problem, Func<PlanningProblem, bool> ask)
    {
        GpuState[] kinds = [.. problem.Gpus.Where(gpu => gpu.Usability == GpuUsability.Usable).GroupBy(gpu => gpu.Model).Select(model => model.First()).OrderBy(gpu => gpu.Model, StringComparer.Ordinal).Take(3)];
        foreach (int count in new[] { 1, 2, 4, MaxAddedGpus })
        {
            foreach (GpuState kind in kinds)
            {
                if (ask(Grow(problem, kind, count)))
                {
                    int least = count > 2 && ask(Grow(problem, kind, (count / 2) + 1)) ? (count / 2) + 1 : count;
                    return $"add {least} {(least == 1 ? "GPU" : "GPUs")} like {kind.Uuid} ({kind.Model})";
                }
            }
        }

        return null;
    }

    private static string Usable(PlanningProblem problem)
    {
        int usable = problem.Gpus.Count(gpu => gpu.Usability == GpuUsability.Usable);
        return usable == 1 ? "one usable GPU" : $"{usable} usable GPUs";
    }

    private static PlanningProblem Grow(PlanningProblem problem, GpuState kind, int count) => problem with
    {
        Gpus = [.. problem.Gpus.Concat(Enumerable.Range(1, count).Select(number => kind with
        {
            Uuid = new GpuUuid($"{kind.Uuid.Value}-added-{number}"), Slices = [], WholeGpuWorkload = null, WholeGpuPinned = false,
        })).OrderBy(gpu => gpu.Node, StringComparer.Ordinal).ThenBy(gpu => gpu.Uuid)],
    };

    private static PlanningProblem Lower(PlanningProblem problem, WorkloadNeed need, int min, double floor) => problem with
    {
        Workloads = [.. problem.Workloads.Select(one => one.Name == need.Name ? one with { Replicas = one.Replicas with { Min = min }, FloorRate = floor } : one)],
    };
}
