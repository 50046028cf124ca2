using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Packing;

/// <summary>GPUs, cut so that each request has its instance.</summary>
public sealed record PackResult
{
    /// <summary>One layout for each GPU: as many instances of each profile as were asked for, none more. GPUs with the most compute slices taken first, then by layout text.</summary>
    public required ValueArray<Layout> Gpus { get; init; }

    /// <summary>No fewer GPUs can do.</summary>
    public required int LowerBound { get; init; }

    /// <summary>What found or proved it last: <c>constructive</c> or <c>cp-sat</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Why nothing proves that fewer GPUs cannot do, one sentence; null when it is proven.</summary>
    public string? ProofMissing { get; init; }

    /// <summary>True when fewer GPUs cannot do.</summary>
    public bool Optimal => LowerBound == Gpus.Count;
}
