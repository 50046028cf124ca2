namespace Optimizer.Exporter.Catalogue;

/// <summary>How many series a family may have before the rest is dropped and counted.</summary>
/// <remarks>
/// A cap is a fuse, not a budget: it must never blow on a healthy node, and must blow before a broken label floods Prometheus.
/// The largest nodes on sale hold 16 GPUs of 7 instances; caps allow twice that.
/// </remarks>
internal static class SeriesCaps
{
    private const int Gpus = 32;
    private const int InstancesPerGpu = 8;

    /// <summary>Node-wide families and self-observation: collectors, error codes, families.</summary>
    public const int Node = 512;

    /// <summary>Workloads on one node: one per instance with room for short-lived jobs inside one snapshot.</summary>
    public const int Workloads = 1024;

    /// <summary>Classes of workloads: three of quality, one for the undeclared, with their horizons and probabilities.</summary>
    public const int Classes = 512;

    /// <summary>Demand series, in one family: the most <c>forecast.max_series</c> allows, 5000, with four windows and four probabilities each. The forecaster
    /// itself follows no more than configured, so this fuse is for what would go wrong here.</summary>
    public const int Demand = 5000 * 4 * 4;

    /// <summary>A family with a fixed number of series per GPU.</summary>
    public static int PerGpu(int series = 1) => Gpus * series;

    /// <summary>A family with a fixed number of series per GPU instance.</summary>
    public static int PerInstance(int series = 1) => Gpus * InstancesPerGpu * series;
}
