using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Sizing;

/// <summary>GPUs, cut so that every service reaches its rate within its latency.</summary>
public sealed record SizeResult
{
    /// <summary>One layout for each GPU; GPUs with the most compute slices taken first, then by layout text.</summary>
    public required ValueArray<Layout> Gpus { get; init; }

    /// <summary>Who runs where: one for each instance of <see cref="Gpus"/>, by GPU, then by place.</summary>
    public required ValueArray<SizedInstance> Instances { get; init; }

    /// <summary>No fewer GPUs can do, each service running each profile with the most throughput that its latency allows.</summary>
    public required int LowerBound { get; init; }

    /// <summary>What found or proved it last: <c>constructive</c> or <c>cp-sat</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Why nothing proves that fewer GPUs cannot do, one sentence; null when it is proven.</summary>
    public string? ProofMissing { get; init; }

    /// <summary>True when fewer GPUs cannot do.</summary>
    public bool Optimal => LowerBound == Gpus.Count;
}
