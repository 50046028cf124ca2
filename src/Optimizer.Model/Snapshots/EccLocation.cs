namespace Optimizer.Model.Snapshots;

/// <summary>Where ECC errors happened.</summary>
public enum EccLocation
{
    /// <summary>Device memory.</summary>
    Dram,

    /// <summary>On-chip memory.</summary>
    Sram,

    /// <summary>Anywhere.</summary>
    All,
}
