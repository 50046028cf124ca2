using Optimizer.Model.Plans;

namespace Optimizer.Control.Loop;

/// <summary>What undoes a step. Undone from the last to the first, every state on the way back is one that was there on the way forth.</summary>
public static class Compensations
{
    /// <summary>The step that undoes another.</summary>
    /// <param name="step">A step that happened, or may have.</param>
    /// <param name="processes">Processes a stopped replica had, from 1.</param>
    public static PlanStep Of(PlanStep step, int processes) => step switch
    {
        PlanStep.CreateInstance create => new PlanStep.DestroyInstance(create.Instance) { Gpu = step.Gpu, Rung = step.Rung, ExpectedSeconds = step.ExpectedSeconds },
        PlanStep.DestroyInstance destroy => new PlanStep.CreateInstance(destroy.Instance) { Gpu = step.Gpu, Rung = step.Rung, ExpectedSeconds = step.ExpectedSeconds },
        PlanStep.StartReplica start => new PlanStep.StopReplica(start.Workload, start.Instance, start.Moved) { Gpu = step.Gpu, Rung = step.Rung, ExpectedSeconds = step.ExpectedSeconds },
        PlanStep.StopReplica stop => new PlanStep.StartReplica(stop.Workload, stop.Instance, Math.Max(1, processes), stop.Moved) { Gpu = step.Gpu, Rung = step.Rung, ExpectedSeconds = step.ExpectedSeconds },
        PlanStep.SetMigMode mode => new PlanStep.SetMigMode(!mode.Enabled) { Gpu = step.Gpu, Rung = step.Rung, ExpectedSeconds = step.ExpectedSeconds },
        _ => throw new InvalidOperationException($"unhandled step {step}"),
    };
}
