namespace Optimizer.Host.Control.Answers;

/// <summary>An instance, or a whole GPU, and who is on it.</summary>
internal sealed record SeatAnswer
{
    /// <summary>MIG profile; <c>whole</c> for a GPU without MIG.</summary>
    public required string Profile { get; init; }

    /// <summary>First memory slice; null for a whole GPU, or when the driver does not tell.</summary>
    public int? Start { get; init; }

    /// <summary>Memory slices; null as <see cref="Start"/>.</summary>
    public int? Size { get; init; }

    /// <summary>Workload on it; null: none that is known.</summary>
    public string? Workload { get; init; }

    /// <summary>How the replica is doing, in snake case; null when nobody says.</summary>
    public string? State { get; init; }

    /// <summary>Why it does not get ready; null while nothing is wrong.</summary>
    public string? Trouble { get; init; }

    /// <summary>Everybody found on it, by name.</summary>
    public required IReadOnlyList<string> Holders { get; init; }
}
