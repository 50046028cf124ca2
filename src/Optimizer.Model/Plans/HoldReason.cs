namespace Optimizer.Model.Plans;

/// <summary>Why a plan changes nothing, or why an alternative was not taken.</summary>
public enum HoldReason
{
    /// <summary>The present state is the best there is.</summary>
    AlreadyBest,

    /// <summary>Another alternative is worth more.</summary>
    WorthLess,

    /// <summary>The benefit does not pay for the disruption by the configured ratio.</summary>
    BenefitTooSmall,

    /// <summary>It is too soon after the last change.</summary>
    Dwell,

    /// <summary>The day's budget of disruptions is spent.</summary>
    BudgetSpent,

    /// <summary>No maintenance window is open.</summary>
    OutsideWindow,

    /// <summary>A freeze is in force.</summary>
    Frozen,

    /// <summary>Too large a share of one profile would move at once.</summary>
    ShareMoving,

    /// <summary>The policy does not change layouts.</summary>
    PolicyStatic,

    /// <summary>It breaks a floor, a quota, a pin or another hard rule.</summary>
    NotAllowed,

    /// <summary>No state that keeps every hard rule was found in the time given.</summary>
    NothingFound,
}
