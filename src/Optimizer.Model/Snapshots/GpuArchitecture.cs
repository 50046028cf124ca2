namespace Optimizer.Model.Snapshots;

/// <summary>GPU architecture, as far as the product distinguishes them.</summary>
public enum GpuArchitecture
{
    /// <summary>Not known to this version.</summary>
    Unknown,

    /// <summary>Older than Ampere: no MIG.</summary>
    PreAmpere,

    /// <summary>Ampere: MIG mode change needs a GPU reset; no GPM.</summary>
    Ampere,

    /// <summary>Ada: no MIG.</summary>
    Ada,

    /// <summary>Hopper: MIG mode changes in place; GPM.</summary>
    Hopper,

    /// <summary>Blackwell: as Hopper.</summary>
    Blackwell,

    /// <summary>Rubin: as Hopper.</summary>
    Rubin,
}
