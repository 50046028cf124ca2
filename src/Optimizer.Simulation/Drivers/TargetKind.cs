namespace Optimizer.Simulation.Drivers;

/// <summary>What a function takes as its first handle.</summary>
internal enum TargetKind
{
    /// <summary>Nothing, and no session is needed.</summary>
    Anytime,

    /// <summary>Nothing.</summary>
    Session,

    /// <summary>A GPU; MIG devices are refused.</summary>
    Gpu,

    /// <summary>A GPU or a MIG device.</summary>
    Device,

    /// <summary>A GPU instance.</summary>
    GpuInstance,

    /// <summary>A compute instance.</summary>
    ComputeInstance,
}
