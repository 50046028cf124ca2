namespace Optimizer.Model.Snapshots;

/// <summary>Where activity per MIG instance comes from.</summary>
public enum ActivitySource
{
    /// <summary>Nowhere: before Hopper NVML has no such reading.</summary>
    None,

    /// <summary>GPM through NVML (Hopper and newer).</summary>
    Gpm,

    /// <summary>A dcgm-exporter on this node.</summary>
    Dcgm,
}
