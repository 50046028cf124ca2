using System.Collections.Concurrent;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Events;

/// <summary>Waits for events on a thread of its own and keeps them until the next cycle fetches them.</summary>
/// <remarks>
/// Waiting blocks inside the driver, so it cannot share the thread of the cycles. <see cref="Stop"/> returns only when the thread has left the
/// driver and the set is freed, because a session may be closed right after.
/// </remarks>
public sealed class NvmlEventPump : IDisposable
{
    /// <summary>Events kept between two cycles. A storm beyond it is counted as dropped, not kept: the counters it would raise are saturated anyway.</summary>
    public const int Capacity = 4096;

    // How soon Stop can be sure to return. Longer waits save nothing: an idle wait costs one call per timeout.
    private const uint WaitMilliseconds = 250;

    // A thread that has not left the driver by then is inside a call that will not return: it and its set are left behind.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<NvmlEvent> _events = new();
    private readonly NvmlEventSubscription _subscription;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _dropped;

    /// <summary>Starts waiting.</summary>
    /// <param name="subscription">The set; owned from here on.</param>
    public NvmlEventPump(NvmlEventSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        _subscription = subscription;
        _thread = new Thread(Loop) { IsBackground = true, Name = "nvml-events" };
        _thread.Start();
    }

    /// <summary>Why the pump ended by itself, for example a GPU of the set was lost; null while it runs.</summary>
    public NvmlReturn? EndedWith { get; private set; }

    /// <summary>Events lost because nobody fetched them in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes the next event.</summary>
    public bool TryTake(out NvmlEvent taken) => _events.TryDequeue(out taken);

    /// <summary>Ends the thread and frees the set. Takes up to a quarter of a second.</summary>
    public void Stop()
    {
        _stopping = true;
        if (_thread.Join(Patience))
        {
            _subscription.Dispose();
        }
    }

    /// <inheritdoc cref="Stop"/>
    public void Dispose() => Stop();

    private void Loop()
    {
        while (!_stopping)
        {
            NvmlResult<NvmlEvent> next = _subscription.Wait(WaitMilliseconds);
            if (next.IsSuccess)
            {
                Keep(next.Value);
            }
            else if (next.Code != NvmlReturn.Timeout)
            {
                // Asking again would spin: a lost GPU answers at once. The sampler makes a new set without it.
                EndedWith = next.Code;
                return;
            }
        }
    }

    private void Keep(NvmlEvent taken)
    {
        if (_events.Count >= Capacity)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        _events.Enqueue(taken);
    }
}
