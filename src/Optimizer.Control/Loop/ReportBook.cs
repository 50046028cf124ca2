using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Control.Loop;

/// <summary>Counts what came of plans and steps, for metrics. Every label set is closed, so it never grows without bound.</summary>
internal sealed class ReportBook
{
    private readonly Dictionary<(string Decision, string Reason), long> _evaluations = [];
    private readonly Dictionary<(string Kind, string Result), long> _repartitions = [];
    private readonly Dictionary<(string Kind, string Result), long> _moves = [];
    private readonly List<Measured> _measured = [];
    private readonly Dictionary<long, Plan> _made = [];

    public ValueArray<EvaluationCount> Evaluations =>
        _evaluations.OrderBy(pair => pair.Key).Select(pair => new EvaluationCount(pair.Key.Decision, pair.Key.Reason, pair.Value)).ToValueArray();

    public ValueArray<RepartitionCount> Repartitions =>
        _repartitions.OrderBy(pair => pair.Key).Select(pair => new RepartitionCount(pair.Key.Kind, pair.Key.Result, pair.Value)).ToValueArray();

    public ValueArray<MoveCount> Moves => _moves.OrderBy(pair => pair.Key).Select(pair => new MoveCount(pair.Key.Kind, pair.Key.Result, pair.Value)).ToValueArray();

    /// <summary>What was measured since it was last asked.</summary>
    public ValueArray<Measured> TakeMeasured()
    {
        ValueArray<Measured> measured = _measured.ToValueArray();
        _measured.Clear();
        return measured;
    }

    /// <summary>Planning came to an answer.</summary>
    public void Evaluated(string decision, string reason) => _evaluations[(decision, reason)] = _evaluations.GetValueOrDefault((decision, reason)) + 1;

    /// <summary>A plan of before this process goes on.</summary>
    public void Resume(Plan plan) => _made[plan.Generation] = plan;

    /// <summary>A plan nobody began is taken back: no repartition came of it, not even one that was broken off.</summary>
    public void Withdrawn(long generation) => _made.Remove(generation);

    /// <summary>An entry was written.</summary>
    public void Take(JournalEntry entry)
    {
        switch (entry)
        {
            case JournalEntry.PlanMade { Record.Plan: { Hold: null } plan }:
                _made.Clear(); // one plan at a time
                _made[plan.Generation] = plan;
                break;
            case JournalEntry.PlanEnded { Life: PlanLife.Committed or PlanLife.RolledBack or PlanLife.Failed } ended when _made.TryGetValue(ended.Generation, out Plan? plan):
                string result = ended.Life switch { PlanLife.Committed => "success", PlanLife.RolledBack => "rolled_back", _ => "failed" };
                _repartitions[(KindOf(plan), result)] = _repartitions.GetValueOrDefault((KindOf(plan), result)) + 1;
                break;
            case JournalEntry.PlanEnded { Life: PlanLife.Abandoned } ended when _made.TryGetValue(ended.Generation, out Plan? plan):
                _repartitions[(KindOf(plan), "aborted")] = _repartitions.GetValueOrDefault((KindOf(plan), "aborted")) + 1;
                break;
            default:
                break;
        }
    }

    /// <summary>A step was seen to have happened.</summary>
    public void Measure(PlanRecord flight, PlanStep step, bool compensation, Duration took, bool canRunTwice)
    {
        double seconds = took.TotalSeconds;
        (string? phase, string? kind) = step switch
        {
            PlanStep.CreateInstance => (compensation ? "destroy" : "create", null),
            PlanStep.DestroyInstance => (compensation ? "create" : "destroy", null),
            PlanStep.StopReplica { Moved: false } => (compensation ? "resume" : "drain", "stop"),
            PlanStep.StopReplica => (compensation ? "resume" : "drain", null),
            PlanStep.StartReplica { Moved: true } => (compensation ? "drain" : "resume", "move"),
            PlanStep.StartReplica => (compensation ? "drain" : "resume", "start"),
            _ => ((string?)null, (string?)null),
        };
        if (phase is not null)
        {
            _measured.Add(new Measured(phase, "", seconds));
        }

        if (kind is not null && !compensation)
        {
            Count(kind, "success");
        }

        if (kind == "move" && !compensation)
        {
            // What stops only after its stand-in is ready interrupts nobody.
            _measured.Add(new Measured("interruption", "systemd", canRunTwice && Flight.IsAtRest(flight) ? 0 : seconds));
        }
    }

    /// <summary>A start or stop did not come about.</summary>
    public void Moved(PlanStep step, StepTrouble trouble)
    {
        string? kind = step switch
        {
            PlanStep.StartReplica { Moved: true } or PlanStep.StopReplica { Moved: true } => "move",
            PlanStep.StartReplica => "start",
            PlanStep.StopReplica => "stop",
            _ => null,
        };
        if (kind is not null)
        {
            Count(kind, trouble switch { StepTrouble.TimedOut => "timed_out", StepTrouble.NotPermitted or StepTrouble.NoRuntime => "refused", _ => "failed" });
        }
    }

    private void Count(string kind, string result) => _moves[(kind, result)] = _moves.GetValueOrDefault((kind, result)) + 1;

    private static string KindOf(Plan plan) =>
        plan.Policy == RestorePlan.Policy ? "restore"
        : plan.Steps.Any(step => step is PlanStep.SetMigMode) ? "mode_change"
        : plan.Steps.Any(step => step is PlanStep.CreateInstance or PlanStep.DestroyInstance) ? "reshape"
        : "placement";
}
