using Optimizer.Host.Control;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Http;

/// <summary>What the HTTP server shows: the seam between it and the parts that know metrics and snapshots.</summary>
internal sealed record DaemonPages
{
    /// <summary>The latest snapshot; null before the first cycle is complete. Must be thread-safe.</summary>
    public required Func<NodeSnapshot?> LatestSnapshot { get; init; }

    /// <summary><c>/metrics</c>.</summary>
    public required RenderPage Metrics { get; init; }

    /// <summary><c>/metrics/dcgm</c>; answered only while the configuration switches it on.</summary>
    public required RenderPage Dcgm { get; init; }

    /// <summary><c>/api/v1/snapshot</c>: JSON of a snapshot, UTF-8.</summary>
    public required Func<NodeSnapshot, ReadOnlyMemory<byte>> SnapshotJson { get; init; }

    /// <summary><c>/api/v1/layout</c>: JSON of a snapshot's MIG layouts, UTF-8.</summary>
    public required Func<NodeSnapshot, ReadOnlyMemory<byte>> LayoutJson { get; init; }

    /// <summary>The control loop's plans; null where there is no loop. Only what changes nothing: these pages are served over TCP.</summary>
    public IOperatorView? Plans { get; init; }

    /// <summary>The latest forecasts, themselves null before the first; null where forecasting is off. Must be thread-safe.</summary>
    public Func<DemandForecast?>? LatestForecast { get; init; }
}
