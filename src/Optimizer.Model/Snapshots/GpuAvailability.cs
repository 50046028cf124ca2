namespace Optimizer.Model.Snapshots;

/// <summary>Whether a GPU answers.</summary>
public enum GpuAvailability
{
    /// <summary>It answers.</summary>
    Up,

    /// <summary>The driver says it is lost, needs a reset or is gone from the list. Its readings are absent.</summary>
    Lost,

    /// <summary>A call about it did not come back inside its deadline; it is left alone until that call returns. Its readings are absent.</summary>
    Unresponsive,
}
