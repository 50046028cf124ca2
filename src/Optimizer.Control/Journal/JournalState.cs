using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal;

/// <summary>What the journal remembers that the loop must know to go on: the sum of its entries.</summary>
public sealed record JournalState
{
    /// <summary>Nothing was ever written.</summary>
    public static JournalState Empty { get; } = new();

    /// <summary>Generation of the last plan made; 0 before the first.</summary>
    public long Generation { get; init; }

    /// <summary>The plan that was acting or unwinding when the last entry was written; null when none was.</summary>
    public PlanRecord? InFlight { get; init; }

    /// <summary>The layout in force, every GPU that was ever committed; empty before the first commit or adoption.</summary>
    public ValueArray<GpuTarget> Committed { get; init; } = [];

    /// <summary>Identity of the boot in which <see cref="Committed"/> was last seen or written; null when not known.</summary>
    public string? CommittedBoot { get; init; }

    /// <summary>Disruptions of the last 24 hours before the last entry, oldest first.</summary>
    public ValueArray<PastChange> Past { get; init; } = [];

    /// <summary>An operator paused it.</summary>
    public bool Paused { get; init; }

    /// <summary>It goes no further than this; null: as far as configured.</summary>
    public OperatingMode? Ceiling { get; init; }

    /// <summary>Why it is paused or lowered, and by whom; null when it is neither.</summary>
    public string? ControlReason { get; init; }

    /// <summary>GPUs left alone, ordered by GPU.</summary>
    public ValueArray<Quarantine> Quarantines { get; init; } = [];

    /// <summary>Plans that ended failed or rolled back since the last that was committed or since an operator resumed.</summary>
    public int FailuresInARow { get; init; }
}
