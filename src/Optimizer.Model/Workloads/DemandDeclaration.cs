using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Model.Workloads;

/// <summary>Where a workload's demand is read. What its GPUs show is read for every workload; these come on top.</summary>
public abstract record DemandDeclaration
{
    private DemandDeclaration()
    {
    }

    /// <summary>The series this adds; null for activity, which adds none.</summary>
    public abstract DemandSignal? Signal { get; }

    /// <summary>What the GPUs show is all there is.</summary>
    public sealed record Activity : DemandDeclaration
    {
        /// <inheritdoc/>
        public override DemandSignal? Signal => null;
    }

    /// <summary>A counter or gauge on the workload's own Prometheus page.</summary>
    /// <param name="Page">Address, http or https, without user name.</param>
    /// <param name="Metric">Name of the samples as the page shows it, for example <c>vllm:request_success_total</c>.</param>
    /// <param name="Type">Whether it counts or tells a level.</param>
    public sealed record Scrape(Uri Page, string Metric, ScrapeType Type) : DemandDeclaration
    {
        /// <summary>Samples that do not match all of these are left out; the rest is summed. Ordered by label; empty: all samples.</summary>
        public ValueArray<LabelMatcher> Labels { get; init; } = [];

        /// <inheritdoc/>
        public override DemandSignal? Signal => Type == ScrapeType.Counter ? DemandSignal.RequestRate : DemandSignal.Gauge;
    }

    /// <summary>A query to the Prometheus of the node's configuration.</summary>
    /// <param name="Query">PromQL; its result's series are summed.</param>
    /// <param name="Measures"><see cref="DemandSignal.RequestRate"/> (the query itself takes the rate) or <see cref="DemandSignal.Gauge"/>.</param>
    public sealed record PromQl(string Query, DemandSignal Measures) : DemandDeclaration
    {
        /// <inheritdoc/>
        public override DemandSignal? Signal => Measures;
    }
}
