namespace Optimizer.Control.Demand;

/// <summary>Why a reading of demand is absent or weak.</summary>
public enum DemandTroubleReason
{
    /// <summary>It did not answer before the deadline of the whole reading.</summary>
    Deadline,

    /// <summary>The connection was refused, broken, or the name not found.</summary>
    Unreachable,

    /// <summary>It answered with an HTTP status other than success; redirects are not followed.</summary>
    Status,

    /// <summary>The answer was larger than the limit.</summary>
    TooLarge,

    /// <summary>The answer could not be understood.</summary>
    Garbage,

    /// <summary>The answer has no such metric, none with those labels, or only values that are not finite.</summary>
    Missing,

    /// <summary>The Prometheus refused the query; its own message is in the log.</summary>
    Refused,

    /// <summary>The value is negative or not finite.</summary>
    BadValue,

    /// <summary>A PromQL demand is declared and no Prometheus is configured.</summary>
    NotConfigured,

    /// <summary>Several workloads share an instance; its activity was split equally among them, which is a guess.</summary>
    SharedInstance,

    /// <summary>Something the workload runs on could not be read.</summary>
    Unreadable,
}
