using NodaTime;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Ports;

/// <summary>Which replica of what is to be started or stopped, where.</summary>
public sealed record ReplicaOrder
{
    /// <summary>The workload as declared.</summary>
    public required WorkloadDeclaration Workload { get; init; }

    /// <summary>Where.</summary>
    public required Seat Seat { get; init; }

    /// <summary>How a process reaches the seat now; null when it is not there any more, which stopping must bear.</summary>
    public SeatDevice? Device { get; init; }

    /// <summary>Processes on the seat, from 1.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>When starting: the seat of the replica this one stands in for; it stops later, unless the workload cannot run twice. Null: it is an additional one.</summary>
    public Seat? StandsInFor { get; init; }

    /// <summary>When the attempt as a whole began; how long it may take is counted from here.</summary>
    public required Instant BeganAt { get; init; }
}
