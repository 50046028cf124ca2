namespace Optimizer.Nvml.Sessions;

/// <summary>The right to find NVML closed. Dispose of it, on any thread, when it may be opened again.</summary>
public sealed class NvmlLease : IDisposable
{
    private NvmlSession? _session;

    internal NvmlLease(NvmlSession session)
    {
        _session = session;
    }

    /// <summary>Gives the session back. A second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _session, null)?.GiveBack();
}
