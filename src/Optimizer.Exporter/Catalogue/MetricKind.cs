namespace Optimizer.Exporter.Catalogue;

/// <summary>Prometheus type of a metric family.</summary>
public enum MetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A value that only grows, except for a reset; its name ends in <c>_total</c>.</summary>
    Counter,

    /// <summary>Observations in buckets, with their sum and count.</summary>
    Histogram,
}
