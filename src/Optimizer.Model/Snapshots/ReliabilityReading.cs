using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>Health of a GPU's memory and driver.</summary>
public sealed record ReliabilityReading
{
    /// <summary>ECC is on now. Source: nvmlDeviceGetEccMode.</summary>
    public bool? EccEnabled { get; init; }

    /// <summary>ECC will be on after the next reset.</summary>
    public bool? EccPending { get; init; }

    /// <summary>Errors, ordered by severity, scope, location; only what the driver answers in the present mode.</summary>
    public ValueArray<EccErrorCount> EccErrors { get; init; }

    /// <summary>Null until it could be read once.</summary>
    public RowRemapReading? RowRemap { get; init; }

    /// <summary>Spare rows. Null before Ampere.</summary>
    public RowRemapBanks? RemapBanks { get; init; }

    /// <summary>Null where the driver has no such field.</summary>
    public RecoveryAction? Recovery { get; init; }

    /// <summary>XIDs, ordered by instance (none first), then number. Zeros are left out while the GPU's events do not arrive: then zero is not known.</summary>
    public ValueArray<XidCount> Xids { get; init; }

    /// <summary>Driver events, ordered by kind. Zeros are left out as in <see cref="Xids"/>.</summary>
    public ValueArray<DriverEventCount> Events { get; init; }
}
