namespace Optimizer.Model.Acting;

/// <summary>Why a step was not done. The names in snake case are label values, so a member is never renamed.</summary>
public enum StepTrouble
{
    /// <summary>The driver says somebody uses it (19), or a holder was found before it was asked.</summary>
    InUse,

    /// <summary>No room at that placement (23), although the layout says there is.</summary>
    NoRoom,

    /// <summary>The GPU is lost or needs a reset.</summary>
    GpuLost,

    /// <summary>The daemon may not do it: not root, or no MIG config capability.</summary>
    NotPermitted,

    /// <summary>The board or driver cannot do it.</summary>
    NotSupported,

    /// <summary>What it is about is not there, or is something else.</summary>
    NotThere,

    /// <summary>A successful code, and yet the topology read again is not what it should be.</summary>
    Mismatch,

    /// <summary>NVML is not open, or a call did not come back in time.</summary>
    DriverUnavailable,

    /// <summary>The change needs a reset that could not be done.</summary>
    ResetRequired,

    /// <summary>A device node, rule or consumer file that goes with the step could not be made.</summary>
    Surroundings,

    /// <summary>The workload did not start, or died after it.</summary>
    WontStart,

    /// <summary>The workload does not stop.</summary>
    WontStop,

    /// <summary>Its checkpoint command failed, so it was not stopped.</summary>
    CheckpointFailed,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>Nobody here can start or stop such a workload.</summary>
    NoRuntime,

    /// <summary>None of the above; the detail says what.</summary>
    Unexpected,
}
