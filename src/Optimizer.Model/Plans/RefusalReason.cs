namespace Optimizer.Model.Plans;

/// <summary>Why a problem cannot be planned at all.</summary>
public enum RefusalReason
{
    /// <summary>A figure is missing, not finite, negative or out of range.</summary>
    BadFigure,

    /// <summary>Two things have one name, or a name points at nothing.</summary>
    BadName,

    /// <summary>No GPU has such a profile.</summary>
    UnknownProfile,

    /// <summary>Present instances overlap or lie where the GPU allows none.</summary>
    ImpossibleState,

    /// <summary>Something is on a GPU that is not there.</summary>
    GpuVanished,

    /// <summary>No profile of any GPU can serve the workload inside its limits.</summary>
    NothingServes,

    /// <summary>Floors need more than there is.</summary>
    FloorsInfeasible,

    /// <summary>A tenant's quota is below what it is guaranteed.</summary>
    QuotaBelowFloor,

    /// <summary>Windows, freezes and gates contradict each other.</summary>
    ContradictoryWindows,

    /// <summary>The time zone is not an IANA name.</summary>
    UnknownTimeZone,

    /// <summary>The policy has no such name.</summary>
    UnknownPolicy,
}
