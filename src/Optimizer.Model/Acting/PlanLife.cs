namespace Optimizer.Model.Acting;

/// <summary>Where in its life a plan is. The picture is in Optimizer.Control's decisions/life-of-a-plan.md.</summary>
public enum PlanLife
{
    /// <summary>It changes nothing, and says why.</summary>
    Held,

    /// <summary>It would act, and the mode only recommends.</summary>
    Recommended,

    /// <summary>It waits for an operator's approval.</summary>
    Proposed,

    /// <summary>Its steps are being carried out.</summary>
    Acting,

    /// <summary>A step failed for good, and what was done is being undone.</summary>
    Unwinding,

    /// <summary>All its steps were seen to have happened.</summary>
    Committed,

    /// <summary>What it had done was undone; the node is as before it.</summary>
    RolledBack,

    /// <summary>It could neither be finished nor wholly undone: a GPU concerned is quarantined, or a stand-in was kept because what it stands in for did not come back.</summary>
    Failed,

    /// <summary>It ended before anything was touched: stale, withdrawn or superseded.</summary>
    Abandoned,
}
