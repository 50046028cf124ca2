using Prometheus;

namespace Optimizer.Host.Observation;

/// <summary>The HTTP server's own meters, for whoever wants to watch the exporter's web server.</summary>
internal static class HttpMeters
{
    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Adds the meters of ASP.NET Core and Kestrel to a registry until the answer is disposed.</summary>
    public static IDisposable Attach(CollectorRegistry registry) => MeterAdapter.StartListening(new MeterAdapterOptions
    {
        Registry = registry,
        MetricFactory = Metrics.WithCustomRegistry(registry), // without it the adapter counts in our registry and writes to the global one
        InstrumentFilterPredicate = static instrument => Array.IndexOf(Meters, instrument.Meter.Name) >= 0,
    });
}
