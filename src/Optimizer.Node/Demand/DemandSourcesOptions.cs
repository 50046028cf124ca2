using NodaTime;

namespace Optimizer.Node.Demand;

/// <summary>Limits of demand readings.</summary>
public sealed record DemandSourcesOptions
{
    /// <summary>Longest one reading of all workloads' pages takes. Half the shortest sensible bin of 10 s, so that readings never overlap.</summary>
    public Duration Deadline { get; init; } = Duration.FromSeconds(5);

    /// <summary>Longest the whole backfill at the start takes. A month of minutes from a busy Prometheus takes seconds.</summary>
    public Duration BackfillDeadline { get; init; } = Duration.FromSeconds(30);

    /// <summary>Longest all instant queries of one reading take together, and longest each range query of the backfill takes.</summary>
    public Duration PrometheusTimeout { get; init; } = Duration.FromSeconds(5);

    /// <summary>Base address of the Prometheus that PromQL demands are asked of; null: none.</summary>
    public Uri? Prometheus { get; init; }

    /// <summary>Requests at the same time. 500 workloads at 50 ms each are read in 3 s; more would only crowd the node.</summary>
    public int MaxParallel { get; init; } = 8;

    /// <summary>Largest page read, after decompression; bytes. Busy inference servers write 1 MiB; eight at a time must fit the daemon's memory.</summary>
    public int MaxPageBytes { get; init; } = 4 << 20;
}
