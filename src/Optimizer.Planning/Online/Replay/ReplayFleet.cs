namespace Optimizer.Planning.Online.Replay;

/// <summary>The fleet of a replay as time goes on: who runs where, who ends when, and what the policy may have learned from it.</summary>
/// <remarks>Mutable, lives inside one replay.</remarks>
internal sealed class ReplayFleet
{
    private readonly DemandMemory _memory;
    private readonly Dictionary<string, int> _gpuOf = new(StringComparer.Ordinal);

    // By end, then by order of arrival: equal ends must not depend on the queue's inner order.
    private readonly PriorityQueue<(OnlineArrival Arrival, double Started), (double End, int Order)> _ends = new();
    private int _order;

    internal ReplayFleet(OnlineFleet idle)
    {
        Now = idle;
        _memory = new DemandMemory(idle);
    }

    /// <summary>What runs.</summary>
    internal OnlineFleet Now { get; private set; }

    /// <summary>Ends what is over by then; how many.</summary>
    internal int EndUntil(double seconds)
    {
        int ended = 0;
        while (_ends.TryPeek(out (OnlineArrival Arrival, double Started) first, out (double End, int Order) when) && when.End <= seconds)
        {
            _ends.Dequeue();
            _memory.Advance(Now, when.End);
            _memory.Ended(first.Arrival.Request, when.End - first.Started);
            _gpuOf.Remove(first.Arrival.Request.Id, out int gpu);
            Now = Now.Remove(gpu, first.Arrival.Request.Id);
            ended++;
        }

        return ended;
    }

    /// <summary>A request comes; what the policy may know.</summary>
    internal DemandMemory Arrive(OnlineRequest request, double seconds)
    {
        _memory.Advance(Now, seconds);
        _memory.Arrived(Now, request);
        return _memory;
    }

    /// <summary>Does what was answered. An illegal answer throws.</summary>
    internal void Start(OnlineAnswer.Placed placed, OnlineArrival arrival, double seconds)
    {
        foreach (OnlineMove move in placed.Moves)
        {
            Now = Now.Apply(move);
            _gpuOf[move.Request] = move.ToGpu;
        }

        Now = Now.Add(placed.Gpu, new OnlineResident(arrival.Request, placed.Instance, seconds));
        _gpuOf.Add(arrival.Request.Id, placed.Gpu);
        _ends.Enqueue((arrival, seconds), (seconds + arrival.Seconds, _order++));
    }
}
