using System.Collections.Concurrent;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Events;

/// <summary>Waits for events on a thread of its own and puts them into a queue until the next cycle fetches them.</summary>
/// <remarks>Waiting blocks inside the driver, so it cannot share the thread of the cycles.</remarks>
public sealed class NvmlEventPump
{
    /// <summary>Events kept between two cycles. A storm beyond it is counted as dropped, not kept: the counters it would raise are saturated anyway.</summary>
    public const int Capacity = 4096;

    // How soon a stop can be sure to take effect. Longer waits save nothing: an idle wait costs one call per timeout.
    private const uint WaitMilliseconds = 250;

    // A thread that has not left the driver by then, four waits later, is inside a call that may never return.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<NvmlEvent> _events;
    private readonly NvmlEventSubscription _subscription;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _dropped;

    /// <summary>Starts waiting.</summary>
    /// <param name="subscription">The set; owned from here on.</param>
    /// <param name="events">Where events go; outlives the pump, so that none is lost when it is replaced.</param>
    public NvmlEventPump(NvmlEventSubscription subscription, ConcurrentQueue<NvmlEvent> events)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(events);
        _subscription = subscription;
        _events = events;
        _thread = new Thread(Loop) { IsBackground = true, Name = "nvml-events" };
        _thread.Start();
    }

    /// <summary>Why the pump ended by itself, for example a GPU of the set was lost; null while it runs.</summary>
    public NvmlReturn? EndedWith { get; private set; }

    /// <summary>Completes when the thread has left the driver for good.</summary>
    public Task Left => _left.Task;

    /// <summary>Events lost because nobody fetched them in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Ends the thread and frees the set. Takes up to a quarter of a second.</summary>
    /// <returns>False when the thread is still inside the driver after a second: the set is left behind and the library must outlive <see cref="Left"/>.</returns>
    public bool Stop()
    {
        _stopping = true;
        if (!_thread.Join(Patience))
        {
            return false;
        }

        _subscription.Dispose();
        return true;
    }

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
                break;
            }
        }

        // What the driver still has for this set would be lost with it.
        for (int rest = 0; EndedWith is null && rest < Capacity; rest++)
        {
            NvmlResult<NvmlEvent> waiting = _subscription.Wait(0);
            if (!waiting.IsSuccess)
            {
                break;
            }

            Keep(waiting.Value);
        }

        _left.SetResult();
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
