using System.Collections.Concurrent;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Events;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Delivers driver events to the cycles: from a waiting thread in the daemon, by asking without waiting in manual time.</summary>
/// <remarks>Opened and closed on the NVML executor; drained by the sampler. The queue outlives every set, so that nothing heard is lost.</remarks>
internal sealed class EventFeed(bool useThread)
{
    /// <summary>Events taken in one cycle. A storm beyond it waits for the next one.</summary>
    private const int MaxPerCycle = 1024;

    private readonly ConcurrentQueue<NvmlEvent> _heard = new();
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);
    private NvmlEventSubscription? _subscription;
    private NvmlEventPump? _pump;
    private long _dropped;

    /// <summary>Events arrive.</summary>
    public bool IsOpen => useThread ? _pump is { EndedWith: null } : _subscription is not null;

    /// <summary>Session the set belongs to.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>Events of a GPU arrive.</summary>
    public bool Hears(string uuid) => IsOpen && _registered.Contains(uuid);

    /// <summary>The set is open for just these GPUs, as far as they have events.</summary>
    public bool Covers(long epoch, IReadOnlyCollection<(nint Device, string Uuid)> devices) =>
        IsOpen && Epoch == epoch && _tried.Count == devices.Count && devices.All(device => _tried.Contains(device.Uuid));

    /// <summary>Makes a new event set for the GPUs. The old one must be closed.</summary>
    /// <returns>Success, or why there are no events.</returns>
    public NvmlReturn Open(NvmlLibrary nvml, long epoch, IEnumerable<(nint Device, string Uuid)> devices)
    {
        NvmlResult<NvmlEventSubscription?> opened = NvmlEventSubscription.Open(nvml);
        if (opened.Value is not NvmlEventSubscription subscription)
        {
            return opened.Code;
        }

        NvmlReturn refusal = NvmlReturn.NotSupported;
        foreach ((nint device, string uuid) in devices)
        {
            NvmlReturn code = subscription.Add(device, uuid);
            if (code == NvmlReturn.Success)
            {
                _registered.Add(uuid);
            }

            // What failed for another reason than having no events is tried again with the next set.
            if (code is NvmlReturn.Success or NvmlReturn.NotSupported)
            {
                _tried.Add(uuid);
            }
            else
            {
                refusal = code;
            }
        }

        if (_registered.Count == 0)
        {
            subscription.Dispose();
            return refusal;
        }

        Epoch = epoch;
        (_subscription, _pump) = useThread ? (null, new NvmlEventPump(subscription, _heard)) : (subscription, (NvmlEventPump?)null);
        return NvmlReturn.Success;
    }

    /// <summary>Hands over the events since the last cycle.</summary>
    /// <returns>Events lost since the last cycle because they came faster than they were fetched.</returns>
    public long Drain(Action<NvmlEvent> take)
    {
        Poll();
        for (int taken = 0; taken < MaxPerCycle && _heard.TryDequeue(out NvmlEvent next); taken++)
        {
            take(next);
        }

        long dropped = _pump?.Dropped ?? 0;
        long more = Math.Max(0, dropped - _dropped);
        _dropped = dropped;
        return more;
    }

    /// <summary>Stops waiting and frees the event set; what was heard stays to be fetched.</summary>
    /// <returns>Completes when the waiting thread has left the driver: at once, unless it hangs there.</returns>
    public Task Close()
    {
        Poll(); // what the driver has for this set is not given to the next one
        (NvmlEventPump? pump, NvmlEventSubscription? subscription) = (_pump, _subscription);
        (_pump, _subscription) = (null, null);
        _dropped = 0;
        _tried.Clear();
        _registered.Clear();
        subscription?.Dispose();
        return pump is null || pump.Stop() ? Task.CompletedTask : pump.Left;
    }

    private void Poll()
    {
        while (_subscription is not null && _heard.Count < MaxPerCycle)
        {
            NvmlResult<NvmlEvent> waited = _subscription.Wait(0);
            if (!waited.IsSuccess)
            {
                return;
            }

            _heard.Enqueue(waited.Value);
        }
    }
}
