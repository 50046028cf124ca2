using System.Runtime.InteropServices;
using Optimizer.Exporter.Exposition;
using Optimizer.Host.Configuration;
using Optimizer.Host.Http;

namespace Optimizer.Host.Observation;

/// <summary>Maps the configuration to what the exporter takes.</summary>
internal static class ExporterSettings
{
    /// <summary>The exporter's options.</summary>
    public static ExporterOptions From(DaemonConfiguration configuration)
    {
        MetricsConfiguration metrics = configuration.Metrics;
        return new ExporterOptions
        {
            Build = Build(),
            IdleThresholdRatio = configuration.Sampler.IdleThresholdRatio,
            AllPipes = metrics.AllPipes,
            Processes = metrics.PerProcess,
            ForecastDetails = metrics.ForecastDetails,
            ProcessSeriesLimit = metrics.ProcessSeriesLimit,
            SeriesLimitPerFamily = metrics.SeriesLimitPerFamily,
            DropFamilies = metrics.DropFamilies,
            RuntimeMetrics = metrics.RuntimeMetrics,
            CachePages = !metrics.HttpMetrics,
        };
    }

    private static BuildInformation Build()
    {
        // "0.1.0+3f2a..." where the build knew the commit.
        string[] parts = ProductVersion.Text.Split('+', 2);
        return new BuildInformation(parts[0], parts.Length > 1 ? parts[1] : "unknown", RuntimeInformation.FrameworkDescription);
    }
}
