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
    /// Share of the latency limit that a measured batch must stay below. Half of the limit goes by while a batch fills, and a tenth of the rest is margin (the rule
    /// of the public scenarios, Lee et al., SC 2024). Doubled, a request that comes just after a batch started is late.
    /// </summary>
    public decimal LatencyShare { get; init; } = 0.45m;
}
