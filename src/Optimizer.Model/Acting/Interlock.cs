namespace Optimizer.Model.Acting;

/// <summary>Why nothing is done now. The names in snake case are label values, so a member is never renamed.</summary>
public enum Interlock
{
    /// <summary>An operator paused it.</summary>
    Paused,

    /// <summary>The mode does not act.</summary>
    Mode,

    /// <summary>A plan waits for an operator's approval.</summary>
    Approval,

    /// <summary>The mode was lowered by itself after failures.</summary>
    Demoted,

    /// <summary>Somebody else changed a layout.</summary>
    ExternalChange,

    /// <summary>A GPU is quarantined or not well.</summary>
    UnhealthyGpu,

    /// <summary>The journal cannot be written, so nothing may be changed.</summary>
    Journal,

    /// <summary>Readings are too old or the driver does not answer.</summary>
    StaleReadings,

    /// <summary>The clock stepped; nothing is changed until it has proven itself.</summary>
    Clock,

    /// <summary>The facts allow no plan.</summary>
    NoPlan,

    /// <summary>Too soon after the last change.</summary>
    Cooldown,

    /// <summary>The budget of disruptions is spent.</summary>
    RateLimit,

    /// <summary>No maintenance window is open.</summary>
    Maintenance,

    /// <summary>A freeze is in force.</summary>
    Freeze,

    /// <summary>Forecasts show no skill; the reactive rule alone decides.</summary>
    LowConfidence,

    /// <summary>The benefit does not pay for the disruption.</summary>
    Benefit,

    /// <summary>A step waits before it is tried again.</summary>
    Retry,

    /// <summary>What was begun is being undone.</summary>
    Unwinding,

    /// <summary>Something happened that nobody foresaw.</summary>
    Surprise,
}
