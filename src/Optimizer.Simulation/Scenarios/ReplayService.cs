using System.Collections.Immutable;
using NodaTime;
using Optimizer.Model.Workloads;

namespace Optimizer.Simulation.Scenarios;

/// <summary>A service of a replay: what it is, what an instance serves, and what was asked of it.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="Qos">What it is promised.</param>
/// <param name="Capacity">Requests per second inside its latency limit, by profile (<see cref="ProfileCapacity.WholeGpu"/> for a GPU without MIG); a profile left out cannot serve it.</param>
/// <param name="Rates">Mean requests per second in the windows of the replay, in order; between their starts the demand is taken to be straight.</param>
public sealed record ReplayService(string Name, QosClass Qos, ImmutableArray<ProfileCapacity> Capacity, ImmutableArray<double> Rates)
{
    /// <summary>The model it serves, for people; null when not known.</summary>
    public string? Model { get; init; }

    /// <summary>Latency a request must stay within; null when none was promised.</summary>
    public Duration? SloLatency { get; init; }

    /// <summary>From start to ready; five seconds when not stated.</summary>
    public Duration Restart { get; init; } = Duration.FromSeconds(5);

    /// <summary>Time a replica gets to finish what it has begun when it is moved; ten seconds when not stated.</summary>
    public Duration Grace { get; init; } = Duration.FromSeconds(10);

    /// <summary>GPU memory of one replica; unit: bytes. Null: three quarters of the smallest profile it has a capacity for.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>How many may run. Null: at least 1 for the guaranteed and 0 for others; at most what its peak needs of its smallest capacity, one more, and never more than the node holds.</summary>
    public ReplicaRange? Replicas { get; init; }
}
