using NodaTime;

namespace Optimizer.Model.Replicas;

/// <summary>One running copy of a declared workload, as whatever runs it says.</summary>
public sealed record Replica
{
    /// <summary>Name of the declaration.</summary>
    public required string Workload { get; init; }

    /// <summary>Where it was put; null when it runs somewhere nobody told it to.</summary>
    public required Seat? Seat { get; init; }

    /// <summary>What runs it: unit, job or pod, under the name the node shows it by.</summary>
    public required string Name { get; init; }

    /// <summary>How it is doing.</summary>
    public required ReplicaState State { get; init; }

    /// <summary>Since when it is in that state; null when not known.</summary>
    public Instant? Since { get; init; }

    /// <summary>Processes it was started with on its seat, from 1.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Stop to ready, as last measured for this workload; null before the first start. Part of the reading so that the figure is learned wherever it runs.</summary>
    public Duration? MeasuredRestart { get; init; }

    /// <summary>Why it failed or does not get ready, one sentence; null while nothing is wrong.</summary>
    public string? Trouble { get; init; }
}
