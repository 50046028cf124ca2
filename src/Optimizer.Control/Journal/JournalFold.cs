using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal;

/// <summary>What entries add up to. Pure; every journal remembers by these rules, wherever it keeps what it remembers.</summary>
public static class JournalFold
{
    /// <summary>Who changed control when the daemon did it by itself, as <see cref="JournalEntry.ControlChanged.By"/>. Everybody else is an operator.</summary>
    public const string Daemon = "gpu-optimizer";

    /// <summary>How far back disruptions are reported. Budgets count a day; reported twice as far back, nothing would be counted twice.</summary>
    public static Duration PastSpan { get; } = Duration.FromHours(24);

    /// <summary>The plan an entry is about; null when it is about none that must exist before it.</summary>
    public static long? Subject(JournalEntry entry) => entry switch
    {
        JournalEntry.PlanBegan began => began.Generation,
        JournalEntry.StepIntended intended => intended.Generation,
        JournalEntry.StepEnded ended => ended.Generation,
        JournalEntry.PlanUnwinds unwinds => unwinds.Generation,
        JournalEntry.PlanEnded ended => ended.Generation,
        _ => null,
    };

    /// <summary>The disruption an entry reports; null when none.</summary>
    public static PastChange? Disruption(JournalEntry entry) => (entry as JournalEntry.StepEnded)?.Past;

    /// <summary>Its steps are being carried out or undone.</summary>
    public static bool IsInFlight(PlanLife life) => life is PlanLife.Acting or PlanLife.Unwinding;

    /// <summary>It began to change the node; those that held, were recommended, still wait for approval or were abandoned did not.</summary>
    public static bool IsActed(PlanLife life) => IsInFlight(life) || life is PlanLife.Committed or PlanLife.RolledBack or PlanLife.Failed;

    /// <summary>Of the disruptions those of the 24 hours before the last entry, and those that claim to be later: a clock that was ahead must not empty a budget's memory.</summary>
    /// <param name="past">In the order they were written.</param>
    /// <param name="last">When the last entry was.</param>
    public static ValueArray<PastChange> Recent(IEnumerable<PastChange> past, Instant last) =>
        past.Where(change => change.At >= last - PastSpan).OrderBy(change => change.At).ToValueArray();

    /// <summary>A plan's account after an entry about it.</summary>
    public static PlanRecord After(PlanRecord record, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(record);
        return entry switch
        {
            // Begun again after a restart: what undoing restores is the state before the first time.
            JournalEntry.PlanBegan began when record.BeganAt is not null => record with { Life = PlanLife.Acting, ApprovedBy = began.ApprovedBy ?? record.ApprovedBy },
            JournalEntry.PlanBegan began => record with { Life = PlanLife.Acting, Before = began.Before, BeganAt = began.At, ApprovedBy = began.ApprovedBy },
            JournalEntry.StepIntended intended => record with { Steps = Put(record.Steps, Intended(record.Steps, intended)) },
            JournalEntry.StepEnded ended => record with { Steps = Put(record.Steps, ended.Record) },
            JournalEntry.PlanUnwinds unwinds => record with { Life = PlanLife.Unwinding, Outcome = unwinds.Reason },
            JournalEntry.PlanEnded ended => record with { Life = ended.Life, Outcome = ended.Outcome, EndedAt = ended.At },
            _ => record,
        };
    }

    /// <summary>What is remembered after an entry, but for <see cref="JournalState.InFlight"/> and <see cref="JournalState.Past"/>, which whoever keeps the plans and the disruptions adds.</summary>
    /// <param name="state">Before it.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="plan">The plan it is about, before it; null when it is about none.</param>
    /// <param name="boot">Identity of the present boot; null when not known.</param>
    public static JournalState After(JournalState state, JournalEntry entry, PlanRecord? plan, string? boot)
    {
        ArgumentNullException.ThrowIfNull(state);
        return entry switch
        {
            JournalEntry.PlanMade made => state with { Generation = Math.Max(state.Generation, made.Record.Plan.Generation) },
            JournalEntry.PlanEnded ended => Committed(state with { FailuresInARow = Failures(state.FailuresInARow, ended, plan) }, ended.Committed, boot),
            JournalEntry.LayoutAdopted adopted => Committed(state, adopted.Layout, boot),
            JournalEntry.ControlChanged control => state with
            {
                Paused = control.Paused,
                Ceiling = control.Ceiling,
                ControlReason = control.Paused || control.Ceiling is not null ? $"{control.Reason} (by {control.By})" : null,
                FailuresInARow = !control.Paused && control.By != Daemon ? 0 : state.FailuresInARow,
            },
            JournalEntry.GpuQuarantined quarantined => state with { Quarantines = Without(state, quarantined.Quarantine.Gpu).Append(quarantined.Quarantine).OrderBy(one => one.Gpu).ToValueArray() },
            JournalEntry.GpuReleased released => state with { Quarantines = Without(state, released.Gpu).ToValueArray() },
            _ => state,
        };
    }

    private static StepRecord Intended(ValueArray<StepRecord> steps, JournalEntry.StepIntended entry)
    {
        StepRecord? before = steps.FirstOrDefault(step => step.Index == entry.Index && step.Compensation == entry.Compensation);
        return before is null
            ? new StepRecord { Index = entry.Index, Compensation = entry.Compensation, State = StepState.Intended, BeganAt = entry.At, At = entry.At }
            : before with { State = StepState.Intended, Attempts = before.Attempts + 1, At = entry.At };
    }

    private static ValueArray<StepRecord> Put(ValueArray<StepRecord> steps, StepRecord record)
    {
        StepRecord[] all = [.. steps];
        int index = Array.FindIndex(all, step => step.Index == record.Index && step.Compensation == record.Compensation);
        if (index < 0)
        {
            return [.. all, record];
        }

        all[index] = record;
        return all.ToValueArray();
    }

    private static JournalState Committed(JournalState state, ValueArray<GpuTarget> layout, string? boot)
    {
        if (layout.IsEmpty)
        {
            return state;
        }

        // A GPU that is not named, lost for now, keeps the layout it is to have when it is back.
        HashSet<GpuUuid> named = [.. layout.Select(target => target.Gpu)];
        return state with
        {
            Committed = state.Committed.Where(target => !named.Contains(target.Gpu)).Concat(layout).OrderBy(target => target.Gpu).ToValueArray(),
            CommittedBoot = boot,
        };
    }

    // An end that is written twice, because the first was not acknowledged, is one failure.
    private static int Failures(int before, JournalEntry.PlanEnded ended, PlanRecord? plan) => ended.Life switch
    {
        PlanLife.Committed => 0,
        PlanLife.Failed or PlanLife.RolledBack when plan is null or { EndedAt: null } => before + 1,
        _ => before,
    };

    private static IEnumerable<Quarantine> Without(JournalState state, GpuUuid gpu) => state.Quarantines.Where(one => one.Gpu != gpu);
}
