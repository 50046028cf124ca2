using Optimizer.Model.Collections;

namespace Optimizer.Host.Configuration;

/// <summary>What <c>/metrics</c> holds. Section <c>metrics</c>.</summary>
internal sealed record MetricsConfiguration
{
    /// <summary>Every pipe instead of the tensor pipe alone.</summary>
    public required bool AllPipes { get; init; }

    /// <summary>Series per process, up to <see cref="ProcessSeriesLimit"/>.</summary>
    public required bool PerProcess { get; init; }

    /// <summary>Most processes with series of their own.</summary>
    public required int ProcessSeriesLimit { get; init; }

    /// <summary>Most series of one family; the rest is dropped and counted.</summary>
    public required int SeriesLimitPerFamily { get; init; }

    /// <summary>Families that are not exposed, sorted.</summary>
    public required ValueArray<string> DropFamilies { get; init; }

    /// <summary><c>/metrics/dcgm</c> answers.</summary>
    public required bool DcgmPage { get; init; }

    /// <summary>Meters of the .NET runtime are exposed too.</summary>
    public required bool RuntimeMetrics { get; init; }

    /// <summary>Meters of the HTTP server are exposed too.</summary>
    public required bool HttpMetrics { get; init; }

    /// <summary>Everything known of each workload's forecasts is exposed.</summary>
    public required bool ForecastDetails { get; init; }
}
