namespace Optimizer.Nvml.Sessions;

/// <summary>Whether NVML can be called now.</summary>
public enum NvmlSessionState
{
    /// <summary>Not open: there is no library, no driver, or nobody asked yet.</summary>
    Closed,

    /// <summary>Open.</summary>
    Open,

    /// <summary>Closed on purpose and not to be opened: a reset or MIG mode change needs every client gone.</summary>
    Lent,
}
