using Optimizer.Model.Acting;
using Optimizer.Model.Plans;

namespace Optimizer.Host.Control;

/// <content>One line for each decision, each step and each hold that is new; what repeats every tick is said once.</content>
internal sealed partial class ControlObservation
{
    private void Say(TickRecord tick)
    {
        if (tick.Surprise is { } surprise)
        {
            LogSurprise(log, surprise);
        }

        if (tick.Step is { } step && tick.Outcome is not StepOutcome.Waiting)
        {
            LogLevel level = tick.Outcome is StepOutcome.Applied ? LogLevel.Information : LogLevel.Warning;
            if (log.IsEnabled(level))
            {
                (string name, string result) = (Name(step), Result(tick));
                LogStep(log, level, name, result);
            }
        }

        if (tick.Plan is { } plan && (plan.Plan.Generation != _loggedPlan || plan.Life != _loggedLife))
        {
            (_loggedPlan, _loggedLife) = (plan.Plan.Generation, plan.Life);
            LogPlan(log, plan.Life is PlanLife.Failed or PlanLife.RolledBack or PlanLife.Unwinding ? LogLevel.Warning : LogLevel.Information, plan.Plan.Generation, plan.Life, plan.Outcome ?? plan.Plan.Summary);
        }

        HashSet<(Interlock, string)> now = [.. tick.Holds.Select(hold => (hold.Interlock, hold.Subject))];
        foreach (ActiveHold hold in tick.Holds)
        {
            if (_said.Add((hold.Interlock, hold.Subject)))
            {
                LogHold(log, hold.Interlock is Interlock.Surprise or Interlock.Journal or Interlock.ExternalChange ? LogLevel.Error : LogLevel.Information, hold.Interlock, hold.Sentence);
            }
        }

        _said.IntersectWith(now);
    }

    /// <summary>A start or stop is asked about over many ticks; what counts is how long it took in all, as the journal says.</summary>
    private static string Result(TickRecord tick) => tick.Outcome switch
    {
        StepOutcome.Applied applied => $"done in {(tick.Plan?.Steps.LastOrDefault(record => record.State == StepState.Applied && record.At >= tick.At)?.Took ?? applied.Took).TotalSeconds:0.000} s",
        StepOutcome.Refused refused => refused.Detail,
        StepOutcome.Failed failed => failed.Detail,
        _ => "",
    };

    private static string Name(PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => $"create {create.Instance} on {step.Gpu}",
        PlanStep.DestroyInstance destroy => $"destroy {destroy.Instance} on {step.Gpu}",
        PlanStep.StartReplica start => $"start {start.Workload} on {(start.Instance is null ? "the whole" : start.Instance.ToString())} of {step.Gpu}",
        PlanStep.StopReplica stop => $"stop {stop.Workload} on {(stop.Instance is null ? "the whole" : stop.Instance.ToString())} of {step.Gpu}",
        PlanStep.SetMigMode mode => $"turn MIG {(mode.Enabled ? "on" : "off")} on {step.Gpu}",
        _ => step.ToString(),
    };

    [LoggerMessage(EventId = 2500, Message = "Plan {Generation} {Life}: {Sentence}")]
    private static partial void LogPlan(ILogger logger, LogLevel level, long generation, PlanLife life, string sentence);

    [LoggerMessage(EventId = 2501, Message = "Step {Step}: {Result}")]
    private static partial void LogStep(ILogger logger, LogLevel level, string step, string result);

    [LoggerMessage(EventId = 2502, Message = "Hold {Interlock}: {Sentence}")]
    private static partial void LogHold(ILogger logger, LogLevel level, Interlock interlock, string sentence);

    [LoggerMessage(EventId = 2503, Level = LogLevel.Error, Message = "The control loop met something nobody foresaw; nothing more was done in that tick, and the next one looks again")]
    private static partial void LogSurprise(ILogger logger, Exception surprise);
}
