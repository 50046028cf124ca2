using Optimizer.Model.Mig;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Checks;

/// <summary>What a step is about, for rules and their sentences.</summary>
internal static class StepWords
{
    internal static string Of(PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => $"create {create.Instance} on {step.Gpu}",
        PlanStep.DestroyInstance destroy => $"destroy {destroy.Instance} on {step.Gpu}",
        PlanStep.StartReplica start => $"start {start.Workload} on {start.Instance?.ToString() ?? "the whole"} of {step.Gpu}",
        PlanStep.StopReplica stop => $"stop {stop.Workload} on {stop.Instance?.ToString() ?? "the whole"} of {step.Gpu}",
        PlanStep.SetMigMode mode => $"turn MIG {(mode.Enabled ? "on" : "off")} on {step.Gpu}",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
    };

    internal static string? Workload(PlanStep step) => step switch
    {
        PlanStep.StartReplica start => start.Workload,
        PlanStep.StopReplica stop => stop.Workload,
        _ => null,
    };

    internal static PlacedInstance? Instance(PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => create.Instance,
        PlanStep.DestroyInstance destroy => destroy.Instance,
        PlanStep.StartReplica start => start.Instance,
        PlanStep.StopReplica stop => stop.Instance,
        _ => null,
    };
}
