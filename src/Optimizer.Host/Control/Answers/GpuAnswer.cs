namespace Optimizer.Host.Control.Answers;

/// <summary>One GPU at a glance.</summary>
internal sealed record GpuAnswer
{
    /// <summary>NVML index now.</summary>
    public required uint Index { get; init; }

    /// <summary>UUID.</summary>
    public required string Uuid { get; init; }

    /// <summary>Product name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it answers, in snake case.</summary>
    public required string State { get; init; }

    /// <summary>MIG layout in canonical notation, <c>off</c> or <c>empty</c>; null on a board without MIG.</summary>
    public string? Layout { get; init; }

    /// <summary>Memory slices of the GPU; null when not known.</summary>
    public int? Slices { get; init; }

    /// <summary>It is being changed now.</summary>
    public bool Repartitioning { get; init; }

    /// <summary>Why it is left alone; null: it is not.</summary>
    public string? Quarantine { get; init; }

    /// <summary>Its instances by place, or the GPU as one seat.</summary>
    public required IReadOnlyList<SeatAnswer> Seats { get; init; }
}
