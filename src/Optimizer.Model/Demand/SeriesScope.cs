namespace Optimizer.Model.Demand;

/// <summary>Whose demand a series is.</summary>
public enum SeriesScope
{
    /// <summary>One workload, wherever it runs: its history survives repartitioning and moves.</summary>
    Workload,

    /// <summary>The sum over a class of workloads: the QoS class declared, or <c>undeclared</c>.</summary>
    Class,

    /// <summary>One GPU, instances included; the name is its UUID.</summary>
    Gpu,
}
