using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section K: what the daemon may do, what it plans, and why nothing is done.</summary>
internal sealed class PolicyFamilies() : FamilyGroup(
    Section, "Policy and plan", [Mode, InterlockActive, Ticks, LastTick, Reported, Evaluations, Generation, Made, State, Gain])
{
    internal const char Section = 'K';

    private static readonly string[] Modes = [.. LabelText<OperatingMode>.All, "paused"];

    // What planning comes to on a healthy node; a rate over a series that begins with its first event misses that event.
    private static readonly (string Decision, string Reason)[] UsualEvaluations =
    [
        ("keep", LabelText<HoldReason>.Of(HoldReason.AlreadyBest)),
        ("keep", LabelText<HoldReason>.Of(HoldReason.BenefitTooSmall)),
        ("repartition", "better"),
        ("defer", LabelText<HoldReason>.Of(HoldReason.Dwell)),
        ("defer", LabelText<HoldReason>.Of(HoldReason.BudgetSpent)),
        ("defer", LabelText<HoldReason>.Of(HoldReason.OutsideWindow)),
        ("defer", LabelText<HoldReason>.Of(HoldReason.Frozen)),
        ("defer", LabelText<Interlock>.Of(Interlock.Mode)),
        ("reject", LabelText<HoldReason>.Of(HoldReason.NothingFound)),
        ("reject", LabelText<RefusalReason>.Of(RefusalReason.FloorsInfeasible)),
    ];

    private static readonly MetricFamily Mode = new("policy_mode", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 for the mode in force, which is below the configured one after failures; 1 for paused alone while an operator paused it.",
        Source = "control loop",
        Labels = [Closed("mode", Modes)],
        SeriesCap = 5,
    };

    private static readonly MetricFamily InterlockActive = new("safety_interlock_active", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 while this is a reason why nothing, or nothing more, is done; several may be at once.",
        Source = "control loop",
        Labels = [Of<Interlock>("interlock")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Ticks = Single("control_ticks_total", Counter, "ticks", "Ticks the control loop completed: at a standstill it hangs.");

    private static readonly MetricFamily LastTick = Single(
        "control_last_tick_seconds", Gauge, MetricUnit.Seconds, "How long the last tick took, waiting for hardware and workloads included.");

    private static readonly MetricFamily Reported = Single(
        "control_report_timestamp_seconds", Gauge, MetricUnit.Seconds, "When the control loop last said how it is doing, in unix time: alert on its age.");

    private static readonly MetricFamily Evaluations = new("plan_evaluations_total", Counter, "evaluations", Section)
    {
        Help = "Plans evaluated, by what came of it: keep (nothing is better), repartition (a plan to act on), defer (a gate or the mode holds it), reject (no plan).",
        Source = "planner",
        Labels = [Closed("decision", "keep", "repartition", "defer", "reject"), Open("reason")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Generation = Single(
        "plan_generation", Gauge, "generation", "Number of the newest plan. Absent before the first.");

    private static readonly MetricFamily Made = Single(
        "plan_made_timestamp_seconds", Gauge, MetricUnit.Seconds, "When the newest plan was made, in unix time. Absent before the first.");

    private static readonly MetricFamily State = new("plan_state", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 for where in its life the newest plan is, 0 for the others. Absent before the first.",
        Source = "journal",
        Labels = [Of<PlanLife>("state")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Gain = new("plan_expected_gain_ratio", Gauge, MetricUnit.Ratio, Section)
    {
        Help = "How much better the newest plan is than staying, over what staying comes to: performance is value less penalties and restarts, cost is GPU time, energy, carbon and "
            + "changes, energy is energy alone. Negative where one is given up for another. Absent where staying was not valued, or comes to nothing.",
        Source = "derived: accounts of the plan and of staying",
        Labels = [Closed("objective", "performance", "cost", "energy")],
        MayBeNegative = true,
        MayExceedOne = true,
        SeriesCap = 3,
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Control?.Report is not { } report)
        {
            return;
        }

        string mode = report.Paused ? "paused" : LabelText<OperatingMode>.Of(report.Mode);
        foreach (string one in Modes)
        {
            writer.Write(Mode, one == mode ? 1 : 0, one);
        }

        WriteInterlocks(report, writer);
        writer.Write(Ticks, report.Ticks);
        writer.Write(LastTick, report.LastTick.TotalSeconds);
        writer.Write(Reported, report.At);
        WriteEvaluations(report, writer);
        if (report.Plan is { } plan)
        {
            writer.Write(Generation, plan.Plan.Generation);
            writer.Write(Made, plan.Plan.MadeAt);
            foreach (string life in LabelText<PlanLife>.All)
            {
                writer.Write(State, life == LabelText<PlanLife>.Of(plan.Life) ? 1 : 0, life);
            }

            PlanGain gain = PlanGain.Of(plan.Plan);
            writer.WriteRounded(Gain, gain.Performance, "performance");
            writer.WriteRounded(Gain, gain.Cost, "cost");
            writer.WriteRounded(Gain, gain.Energy, "energy");
        }
    }

    private static void WriteInterlocks(ControlReport report, ISeriesWriter writer)
    {
        Span<bool> active = stackalloc bool[LabelText<Interlock>.All.Length];
        foreach (ActiveHold hold in report.Holds)
        {
            active[(int)hold.Interlock] = true;
        }

        for (int interlock = 0; interlock < active.Length; interlock++)
        {
            writer.Write(InterlockActive, active[interlock] ? 1 : 0, LabelText<Interlock>.All[interlock]);
        }
    }

    private static void WriteEvaluations(ControlReport report, ISeriesWriter writer)
    {
        foreach (EvaluationCount evaluated in report.Evaluations)
        {
            writer.WriteKnown(Evaluations, evaluated.Count, evaluated.Decision, evaluated.Reason);
        }

        foreach ((string decision, string reason) in UsualEvaluations)
        {
            bool said = false;
            foreach (EvaluationCount evaluated in report.Evaluations)
            {
                said |= evaluated.Decision == decision && evaluated.Reason == reason;
            }

            if (!said)
            {
                writer.Write(Evaluations, 0, decision, reason);
            }
        }
    }

    private static MetricFamily Single(string name, MetricKind kind, string unit, string help) => new(name, kind, unit, Section)
    {
        Help = help,
        Source = "control loop",
        SeriesCap = 1,
    };
}
