namespace Optimizer.Simulation.Auditing;

/// <summary>What became of one service's demand since the start of the node. Totals only grow.</summary>
/// <param name="Name">Name of the service.</param>
public sealed record ServiceAudit(string Name)
{
    /// <summary>Requests that arrived, served or not.</summary>
    public double Arrived { get; init; }

    /// <summary>Arrivals beyond what was ready to serve them when they arrived: they waited, or were refused. Each counts once.</summary>
    public double Unmet { get; init; }

    /// <summary>Those of <see cref="Unmet"/> that found the queue full.</summary>
    public double Refused { get; init; }

    /// <summary>Requests waiting now.</summary>
    public double Waiting { get; init; }

    /// <summary>Seconds in which more arrived than what was ready could serve.</summary>
    public double ViolationSeconds { get; init; }

    /// <summary>Seconds with fewer replicas ready than its floor after an order to stop one had brought it there.</summary>
    public double BelowFloorByOrderSeconds { get; init; }

    /// <summary>Seconds with fewer replicas ready than its floor for any other reason: not started yet, a crash, a lost GPU.</summary>
    public double BelowFloorOtherwiseSeconds { get; init; }

    /// <summary>Integral of the ready capacity; requests it could have served.</summary>
    public double Capacity { get; init; }

    /// <summary>Replicas that serve now.</summary>
    public int Ready { get; init; }

    /// <summary>Replicas started.</summary>
    public int Starts { get; init; }

    /// <summary>Of those, the ones that stood in for another.</summary>
    public int Moves { get; init; }

    /// <summary>Replicas that were asked to stop.</summary>
    public int Stops { get; init; }

    /// <summary>Replicas that failed: did not start, crashed, or were killed.</summary>
    public int Failures { get; init; }
}
