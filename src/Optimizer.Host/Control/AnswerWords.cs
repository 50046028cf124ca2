using NodaTime;
using NodaTime.Text;
using Optimizer.Model.Plans;

namespace Optimizer.Host.Control;

/// <summary>How answers write what the loop knows.</summary>
internal static class AnswerWords
{
    /// <summary>A member's name in snake case, as label values and documents have it.</summary>
    public static string Key<TEnum>(TEnum member)
        where TEnum : struct, Enum => Optimizer.Planning.Explanations.PlanNames.Key(member);

    /// <summary>A moment, to the second as people read it and machines parse it.</summary>
    public static string At(Instant at) => InstantPattern.General.Format(at);

    /// <summary>A moment that may not have come.</summary>
    public static string? At(Instant? at) => at is Instant moment ? At(moment) : null;

    /// <summary>What a step does, without where.</summary>
    public static string Step(PlanStep step) => Optimizer.Planning.Explanations.PlanNames.Action(step);

    /// <summary>What its compensation does.</summary>
    public static string Undo(PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => $"undo: destroy {create.Instance}",
        PlanStep.DestroyInstance destroy => $"undo: create {destroy.Instance}",
        PlanStep.StartReplica start => $"undo: stop {start.Workload} on {start.Instance?.ToString() ?? "the whole GPU"}",
        PlanStep.StopReplica stop => $"undo: start {stop.Workload} on {stop.Instance?.ToString() ?? "the whole GPU"}",
        PlanStep.SetMigMode mode => $"undo: turn MIG {(mode.Enabled ? "off" : "on")}",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
    };
}
