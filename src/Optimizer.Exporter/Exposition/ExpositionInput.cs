using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Exporter.Exposition;

/// <summary>All that one exposition is made from.</summary>
internal sealed record ExpositionInput
{
    /// <summary>What the operator chose.</summary>
    public required ExporterOptions Options { get; init; }

    /// <summary>The latest snapshot; null before the first.</summary>
    public NodeSnapshot? Snapshot { get; init; }

    /// <summary>The latest forecasts; null before the first, and where forecasting is off.</summary>
    public DemandForecast? Forecast { get; init; }

    /// <summary>Control and cost; null before the first report, and where control is off.</summary>
    public ControlInput? Control { get; init; }

    /// <summary>Finds what observed workloads are declared as; null where forecasting is off.</summary>
    public WorkloadMatcher? Declarations { get; init; }

    /// <summary>Null until the host reports one.</summary>
    public ConfigReload? Reload { get; init; }

    /// <summary>Collector runs since the last exposition.</summary>
    public IReadOnlyList<CollectorRun> Runs { get; init; } = [];
}
