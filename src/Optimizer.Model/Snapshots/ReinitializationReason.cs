namespace Optimizer.Model.Snapshots;

/// <summary>Why the NVML session was opened again.</summary>
public enum ReinitializationReason
{
    /// <summary>The library said it is not initialised, or a GPU was lost and came back.</summary>
    Lost,

    /// <summary>The session was lent out for a repartition or reset.</summary>
    Repartition,

    /// <summary>The driver went away or was replaced.</summary>
    DriverReload,

    /// <summary>A call never came back.</summary>
    Stuck,
}
