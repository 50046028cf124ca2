namespace Optimizer.Planning.Sizing;

/// <summary>The rules of sizing.</summary>
public sealed record SizingTerms
{
    /// <summary>
    /// Most processes in one instance, from 1. Each process more keeps the instance busier and makes its batches slower; with 5 instead of 3 the largest public
    /// scenario needs one GPU less. Doubled, the memory of small instances ends before the processes do.
    /// </summary>
    public int MaxProcesses { get; init; } = 3;

    /// <summary>
    /// Share of the latency limit that a measured batch must stay below, <see cref="LeastLatencyShare"/> to 1. The rest is room for queueing: a request that comes just
    /// after a batch started waits for it and then takes as long itself, so at 0.45 it needs 0.9 of the limit (the rule of the public scenarios, Lee et al., SC 2024).
    /// Doubled, that request is late.
    /// </summary>
    public decimal LatencyShare { get; init; } = 0.45m;

    /// <summary>Less is a slip: a thousandth of any limit a user notices is shorter than a batch. Messages show no more digits.</summary>
    public const decimal LeastLatencyShare = 0.001m;
}
