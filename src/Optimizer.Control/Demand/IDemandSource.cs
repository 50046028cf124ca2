using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand;

/// <summary>Reads what workloads demand: from a snapshot, from their own metrics, from a Prometheus.</summary>
public interface IDemandSource
{
    /// <summary>Readings since the last call; never throws for a source that does not answer: its samples are absent and its trouble is counted.</summary>
    /// <param name="snapshot">What the node looks like now; null when nothing new was seen of it: then only what workloads and a Prometheus say themselves is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<DemandSample>> ReadAsync(NodeSnapshot? snapshot, CancellationToken cancellationToken);
}
