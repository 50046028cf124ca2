namespace Optimizer.Control.Demand;

/// <summary>Where demand is read. In label values: the members' names in lower case.</summary>
public enum DemandSourceKind
{
    /// <summary>What the sampler saw of GPUs and processes.</summary>
    Snapshot,

    /// <summary>A workload's own Prometheus page.</summary>
    Scrape,

    /// <summary>A query to a Prometheus.</summary>
    PromQl,

    /// <summary>A range query to a Prometheus at the start.</summary>
    Backfill,
}
