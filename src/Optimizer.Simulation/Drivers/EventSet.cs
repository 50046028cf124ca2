using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Drivers;

/// <summary>An event set: what it listens to, and what arrived. Has its own lock so that waiting never holds the driver's.</summary>
internal sealed class EventSet
{
    private readonly Queue<NvmlEventData> _arrived = [];
    private readonly Dictionary<int, ulong> _masks = [];

    /// <summary>Freed, or its session ended: waiters answer 1.</summary>
    public bool Closed { get; private set; }

    public void Register(int gpu, ulong events)
    {
        lock (_arrived)
        {
            _masks[gpu] = _masks.GetValueOrDefault(gpu) | events;
        }
    }

    public bool ListensTo(int gpu)
    {
        lock (_arrived)
        {
            return _masks.ContainsKey(gpu);
        }
    }

    public void Offer(int gpu, in NvmlEventData data)
    {
        lock (_arrived)
        {
            if ((_masks.GetValueOrDefault(gpu) & data.EventType) != 0)
            {
                _arrived.Enqueue(data);
                Monitor.PulseAll(_arrived);
            }
        }
    }

    public void Close()
    {
        lock (_arrived)
        {
            Closed = true;
            Monitor.PulseAll(_arrived);
        }
    }

    /// <summary>Waits for the next event or until the time is over; real time, because the caller's thread is real.</summary>
    public NvmlReturn Wait(TimeSpan patience, out NvmlEventData data)
    {
        lock (_arrived)
        {
            if (_arrived.Count == 0 && !Closed && patience > TimeSpan.Zero)
            {
                Monitor.Wait(_arrived, patience);
            }

            data = default;
            return Closed ? NvmlReturn.Uninitialized : _arrived.TryDequeue(out data) ? NvmlReturn.Success : NvmlReturn.Timeout;
        }
    }
}
