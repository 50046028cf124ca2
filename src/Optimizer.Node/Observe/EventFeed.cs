using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Events;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Delivers driver events to the cycles: from a waiting thread in the daemon, by asking without waiting in manual time.</summary>
/// <remarks>Opened and closed on the NVML executor; drained by the sampler.</remarks>
internal sealed class EventFeed(bool useThread) : IDisposable
{
    /// <summary>Events taken in one cycle. A storm beyond it waits for the next one.</summary>
    private const int MaxPerCycle = 1024;

    private NvmlEventSubscription? _subscription;
    private NvmlEventPump? _pump;

    /// <summary>Events arrive.</summary>
    public bool IsOpen => useThread ? _pump is { EndedWith: null } : _subscription is not null;

    /// <summary>Makes a new event set for the GPUs.</summary>
    /// <returns>Success, or why there are no events.</returns>
    public NvmlReturn Open(NvmlLibrary nvml, IEnumerable<(nint Device, string Uuid)> devices)
    {
        Dispose();
        NvmlResult<NvmlEventSubscription?> opened = NvmlEventSubscription.Open(nvml);
        if (opened.Value is not NvmlEventSubscription subscription)
        {
            return opened.Code;
        }

        NvmlReturn refusal = NvmlReturn.NotSupported;
        foreach ((nint device, string uuid) in devices)
        {
            NvmlReturn code = subscription.Add(device, uuid);
            refusal = code == NvmlReturn.Success ? refusal : code;
        }

        if (subscription.Registered == 0)
        {
            subscription.Dispose();
            return refusal;
        }

        (_subscription, _pump) = useThread ? (null, new NvmlEventPump(subscription)) : (subscription, (NvmlEventPump?)null);
        return NvmlReturn.Success;
    }

    /// <summary>Hands over the events since the last cycle.</summary>
    public void Drain(Action<NvmlEvent> take)
    {
        for (int taken = 0; taken < MaxPerCycle && TryTake(out NvmlEvent next); taken++)
        {
            take(next);
        }
    }

    /// <summary>Stops waiting and frees the event set.</summary>
    public void Dispose()
    {
        _pump?.Dispose();
        _subscription?.Dispose();
        (_subscription, _pump) = (null, null);
    }

    private bool TryTake(out NvmlEvent next)
    {
        next = default;
        if (_pump is not null)
        {
            return _pump.TryTake(out next);
        }

        if (_subscription is null)
        {
            return false;
        }

        NvmlResult<NvmlEvent> waited = _subscription.Wait(0);
        next = waited.Value;
        return waited.IsSuccess;
    }
}
