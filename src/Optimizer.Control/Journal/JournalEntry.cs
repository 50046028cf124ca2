using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal;

/// <summary>One thing written down before it is done, or after it was seen.</summary>
public abstract record JournalEntry
{
    private JournalEntry()
    {
    }

    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>A plan was made, with everything it was made from.</summary>
    /// <param name="Record">The plan as it stands: held, recommended or proposed.</param>
    /// <param name="Inputs">The problem; the same planner makes the same plan of it.</param>
    public sealed record PlanMade(PlanRecord Record, PlanningProblem Inputs) : JournalEntry;

    /// <summary>No plan could be made. Written when the answer differs from the one before.</summary>
    /// <param name="Refusals">Why; never empty.</param>
    /// <param name="Inputs">The problem.</param>
    public sealed record PlanRefused(ValueArray<PlanRefusal> Refusals, PlanningProblem Inputs) : JournalEntry;

    /// <summary>A plan begins to act.</summary>
    /// <param name="Generation">Which.</param>
    /// <param name="Before">What its GPUs are like now, with placements.</param>
    /// <param name="ApprovedBy">Who approved it; null when nobody had to.</param>
    public sealed record PlanBegan(long Generation, ValueArray<GpuTarget> Before, string? ApprovedBy) : JournalEntry;

    /// <summary>A step, or its compensation, is about to be tried.</summary>
    public sealed record StepIntended(long Generation, int Index, bool Compensation) : JournalEntry;

    /// <summary>A step, or its compensation, came to an end: applied, failed at this attempt, or left out.</summary>
    /// <param name="Generation">Plan.</param>
    /// <param name="Record">What became of it.</param>
    /// <param name="Past">The disruption it was, for budgets and dwell; null when it was none.</param>
    public sealed record StepEnded(long Generation, StepRecord Record, PastChange? Past) : JournalEntry;

    /// <summary>From here on the plan is undone.</summary>
    public sealed record PlanUnwinds(long Generation, string Reason) : JournalEntry;

    /// <summary>A plan's life ended.</summary>
    /// <param name="Generation">Which.</param>
    /// <param name="Life">How.</param>
    /// <param name="Outcome">One sentence.</param>
    /// <param name="Committed">The layout in force from now on, every GPU; empty: that of before stays in force.</param>
    public sealed record PlanEnded(long Generation, PlanLife Life, string Outcome, ValueArray<GpuTarget> Committed) : JournalEntry;

    /// <summary>The layout found is taken as the one in force: at first start, or by an operator after a change from outside.</summary>
    public sealed record LayoutAdopted(ValueArray<GpuTarget> Layout, string By) : JournalEntry;

    /// <summary>An operator, or a demotion, changed how far the daemon goes.</summary>
    /// <param name="Paused">It is paused.</param>
    /// <param name="Ceiling">It goes no further than this; null: as far as configured.</param>
    /// <param name="By">Who.</param>
    /// <param name="Reason">Why, one sentence.</param>
    public sealed record ControlChanged(bool Paused, OperatingMode? Ceiling, string By, string Reason) : JournalEntry;

    /// <summary>A GPU is left alone from now on.</summary>
    public sealed record GpuQuarantined(Quarantine Quarantine) : JournalEntry;

    /// <summary>An operator released a GPU.</summary>
    public sealed record GpuReleased(Model.Snapshots.GpuUuid Gpu, string By) : JournalEntry;

    /// <summary>Somebody else changed a layout.</summary>
    /// <param name="Gpu">Which GPU.</param>
    /// <param name="Expected">What it should have been.</param>
    /// <param name="Found">What it is; canonical notation.</param>
    public sealed record ForeignChange(Model.Snapshots.GpuUuid Gpu, string Expected, string Found) : JournalEntry;
}
