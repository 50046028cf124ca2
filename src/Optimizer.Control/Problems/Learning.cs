using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>What a look at the node teaches: rates, power, restart times, recent demand, how boards are cut. Pure.</summary>
/// <remarks>Everything is bounded, and what belongs to a workload that is no longer declared is forgotten a day later. The rules are in decisions/problem-building.md.</remarks>
public static class Learning
{
    /// <summary>How long what is known of a workload outlives its declaration. Doubled, a name used again is taken for the old workload for two days.</summary>
    public static readonly Duration Remembered = Duration.FromDays(1);

    /// <summary>Restarts the careful figure is taken from. Doubled, one slow start of a cold disk counts for ten restarts.</summary>
    internal const int LastRestarts = 5;

    /// <summary>Longest restart believed. Beyond it a figure is a unit that hung, and would keep every plan from moving the workload.</summary>
    private static readonly Duration LongestRestart = Duration.FromHours(6);

    /// <summary>Takes one look.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="inputs">What was seen.</param>
    /// <param name="problem">The problem built from it, for who sits where.</param>
    public static LearnedState Observe(LearnedState before, ProblemInputs inputs, PlanningProblem problem)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(problem);
        WorkloadDeclaration[] managed = [.. inputs.Declarations.Where(one => !string.IsNullOrWhiteSpace(one.Name)).DistinctBy(one => one.Name).Where(inputs.Runs)];
        HashSet<string> declared = [.. inputs.Declarations.Select(one => one.Name).Where(name => !string.IsNullOrWhiteSpace(name))];
        DemandSource demand = new(inputs.Forecast);
        return new LearnedState
        {
            Boards = GpuStates.Boards(before.Boards, inputs.Seen.Gpus),
            Capacity = CapacityLearning.Observe(before.Capacity, inputs, problem, managed, declared, demand),
            Power = PowerLearning.Observe(before.Power, inputs, problem),
            Restarts = Restarts(before.Restarts, inputs, declared),
            Trails = DemandTrails.Observe(before.Trails, inputs, managed, demand, FleetModel.Of(problem.Gpus.Where(gpu => gpu.MemoryBytes > 1))),
        };
    }

    private static ValueArray<LearnedRestart> Restarts(ValueArray<LearnedRestart> before, ProblemInputs inputs, HashSet<string> declared)
    {
        SortedDictionary<string, LearnedRestart> known = new(StringComparer.Ordinal);
        foreach (LearnedRestart restart in before)
        {
            bool still = declared.Contains(restart.Workload);
            if (still || inputs.At - restart.HeardAt <= Remembered)
            {
                known[restart.Workload] = still && inputs.At - restart.HeardAt >= Duration.FromHours(1) ? restart with { HeardAt = inputs.At } : restart;
            }
        }

        foreach (IGrouping<string, Replica> same in inputs.Replicas.Where(replica => replica.MeasuredRestart > Duration.Zero && replica.MeasuredRestart <= LongestRestart && declared.Contains(replica.Workload)).GroupBy(replica => replica.Workload))
        {
            // A reading says the last figure again and again until there is a newer one.
            Duration measured = same.Max(replica => replica.MeasuredRestart!.Value);
            LearnedRestart restart = known.GetValueOrDefault(same.Key) ?? new LearnedRestart(same.Key, Duration.Zero, 0);
            if (restart.Last.IsEmpty || restart.Last[^1] != measured)
            {
                Duration[] last = [.. restart.Last.Append(measured).TakeLast(LastRestarts)];
                known[same.Key] = new LearnedRestart(same.Key, last.Max(), (int)Math.Min(int.MaxValue, restart.Measured + 1L)) { Last = last.ToValueArray(), HeardAt = inputs.At };
            }
        }

        return known.Values.ToValueArray();
    }
}
