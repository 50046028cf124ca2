using Optimizer.Exporter.Catalogue;
using Optimizer.Model.Collections;

namespace Optimizer.Exporter.Exposition;

/// <summary>What the operator chose to export. The defaults are the catalogue's.</summary>
public sealed record ExporterOptions
{
    /// <summary>The catalogue's own cap on <c>process_memory_used_bytes</c>; <see cref="ProcessSeriesLimit"/> has no effect above it.</summary>
    public const int MostProcessSeries = SeriesCaps.Workloads;

    /// <summary>From this on <see cref="SeriesLimitPerFamily"/> leaves the catalogue's caps as they are: families of hardware have lower ones, and those of
    /// forecasts grow with <c>forecast.max_series</c>, which bounds them.</summary>
    public const int UnsetSeriesLimit = 4096;

    /// <summary>What is running.</summary>
    public required BuildInformation Build { get; init; }

    /// <summary>Export the activity of every pipe, not of the tensor pipe alone. Default off: seven more series per GPU and instance.</summary>
    public bool AllPipes { get; init; }

    /// <summary>Export memory per process. Default off: every process start makes a new series.</summary>
    public bool Processes { get; init; }

    /// <summary>Export everything known of the forecasts of each workload: signals beside slices and requests, four probabilities instead of two, every
    /// measure of accuracy. Default off: about 80 more series per workload and signal.</summary>
    public bool ForecastDetails { get; init; }

    /// <summary>Activity below this counts as idle in <c>device_state_seconds_total</c>, 0 to 1. Default 0.05, the sampler's own default; give both the same.</summary>
    public double IdleThresholdRatio { get; init; } = 0.05;

    /// <summary>Most series of <c>process_memory_used_bytes</c>, 0 to <see cref="MostProcessSeries"/> (more is cut to that). Default 256: a busy node has under 100 GPU processes, a fork storm thousands.</summary>
    public int ProcessSeriesLimit { get; init; } = 256;

    /// <summary>Most series of any family, from 1; lowers the catalogue's own caps, never raises them. <c>series_dropped_total</c> is exempt.</summary>
    /// <remarks>Default <see cref="UnsetSeriesLimit"/>: from there on it changes nothing, until an operator lowers it to protect a small Prometheus.</remarks>
    public int SeriesLimitPerFamily { get; init; } = UnsetSeriesLimit;

    /// <summary>Families to export, by name with or without the prefix; empty exports all of them.</summary>
    public ValueArray<string> KeepFamilies { get; init; }

    /// <summary>Families not to export, by name with or without the prefix; wins over <see cref="KeepFamilies"/>.</summary>
    public ValueArray<string> DropFamilies { get; init; }

    /// <summary>Add the .NET runtime's own metrics (<c>dotnet_*</c>, <c>process_*</c>). Default off: they are not about GPUs.</summary>
    public bool RuntimeMetrics { get; init; }

    /// <summary>Serve the same bytes to every scrape of one snapshot. Default on.</summary>
    /// <remarks>Switch off when other meters are attached to the registry: they change without a new snapshot. <see cref="RuntimeMetrics"/> implies off.</remarks>
    public bool CachePages { get; init; } = true;
}
