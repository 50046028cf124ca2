namespace Optimizer.Nvml.Sessions;

/// <summary>The right to find NVML closed. Dispose of it on the NVML executor; the session may be opened again from then on.</summary>
public sealed class NvmlLease : IDisposable
{
    private NvmlSession? _session;

    internal NvmlLease(NvmlSession session)
    {
        _session = session;
    }

    /// <summary>Gives the session back. A second call does nothing.</summary>
    public void Dispose()
    {
        _session?.GiveBack();
        _session = null;
    }
}
