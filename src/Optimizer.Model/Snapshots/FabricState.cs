namespace Optimizer.Model.Snapshots;

/// <summary>Registration of a GPU with its NVLink fabric. Source: nvmlDeviceGetGpuFabricInfoV.</summary>
public enum FabricState
{
    /// <summary>No fabric on this system.</summary>
    NotSupported,

    /// <summary>The fabric manager has not begun.</summary>
    NotStarted,

    /// <summary>It is at work.</summary>
    InProgress,

    /// <summary>The GPU may use the fabric.</summary>
    Completed,
}
