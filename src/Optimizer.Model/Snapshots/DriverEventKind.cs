namespace Optimizer.Model.Snapshots;

/// <summary>Events of the driver other than XIDs. Source: nvmlEventSetWait_v2.</summary>
public enum DriverEventKind
{
    /// <summary>Instances were created or destroyed, by anyone.</summary>
    MigConfigChange,

    /// <summary>Corrected ECC errors came in a storm.</summary>
    EccStorm,

    /// <summary>A page or row was retired.</summary>
    DramRetirement,

    /// <summary>Retiring failed.</summary>
    DramRetirementFailure,

    /// <summary>An uncontained poison error.</summary>
    PoisonFatal,

    /// <summary>A contained poison error.</summary>
    PoisonNonfatal,

    /// <summary>The GPU became unavailable.</summary>
    Unavailable,

    /// <summary>The driver asks for a recovery action.</summary>
    RecoveryAction,
}
