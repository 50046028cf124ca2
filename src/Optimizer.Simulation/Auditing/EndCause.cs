namespace Optimizer.Simulation.Auditing;

/// <summary>Why a process of the node ended.</summary>
public enum EndCause
{
    /// <summary>Its work was done.</summary>
    Finished,

    /// <summary>Somebody asked its runtime to stop it.</summary>
    Ordered,

    /// <summary>It crashed by itself, as a fault said.</summary>
    Crashed,

    /// <summary>Killed by hand, from outside.</summary>
    KilledByHand,

    /// <summary>Its instance was destroyed under it, from outside: the driver refuses that to NVML callers.</summary>
    InstanceDestroyed,

    /// <summary>Its GPU was reset or fell off the bus, or the driver was unloaded.</summary>
    GpuGone,
}
