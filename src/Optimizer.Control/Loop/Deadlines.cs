using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Loop;

/// <summary>How long a step may take as a whole before it counts as failed.</summary>
internal static class Deadlines
{
    /// <summary>Hardware answers within its call; a minute covers a driver that is busy with something else.</summary>
    private static readonly Duration Hardware = Duration.FromMinutes(1);

    /// <summary>Time from the step's intention.</summary>
    public static Duration Of(PlanStep step, WorkloadDeclaration? workload, LearnedState learned, ControlOptions options) => step switch
    {
        // Three times what it usually takes: a model that loads from a cold disk is late, not dead.
        PlanStep.StartReplica start => Duration.Max(
            options.LeastStartDeadline,
            3 * Duration.Max(workload?.Restart ?? Duration.Zero, learned.Restarts.FirstOrDefault(one => one.Workload == start.Workload)?.Restart ?? Duration.Zero)),
        PlanStep.StopReplica => (workload?.Move?.Grace ?? Duration.Zero) + options.StopMargin,
        _ => Hardware,
    };
}
