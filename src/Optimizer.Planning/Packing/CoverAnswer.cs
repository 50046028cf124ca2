namespace Optimizer.Planning.Packing;

/// <summary>GPUs that cover a demand.</summary>
internal sealed record CoverAnswer
{
    /// <summary>GPUs by way to cut them, in the order of <see cref="CoverProblem.Types"/>.</summary>
    public required IReadOnlyList<int> TypeCounts { get; init; }

    /// <summary>Instances by service and profile.</summary>
    public required IReadOnlyList<int[]> Seats { get; init; }

    /// <summary>No fewer GPUs can do.</summary>
    public required int LowerBound { get; init; }

    /// <summary>What found or proved it last: <c>constructive</c> or <c>cp-sat</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Why there is no proof that fewer cannot do, one sentence; null when there is one.</summary>
    public string? ProofMissing { get; init; }

    /// <summary>GPUs used.</summary>
    public int Gpus => TypeCounts.Sum();
}
