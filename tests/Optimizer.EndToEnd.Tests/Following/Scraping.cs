using System.Collections.Immutable;
using System.Text;
using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>One Prometheus for all tests that look through its eyes. Each test has a job and a port of its own, where nothing listens until it starts a daemon.</summary>
/// <remarks>Shared because Prometheus makes its first scrape up to ten seconds after its start: its managers look for work every five.</remarks>
public sealed class Scraping : IAsyncLifetime
{
    private static readonly ImmutableArray<string> Plain = [.. Scenario.Names, "forecast", "layout", "lost", "reload", "restart"];

    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, int> _ports = [];
    private PrometheusServer? _prometheus;

    internal PrometheusServer Prometheus => _prometheus ?? throw Missing();

    /// <summary>Files of the daemon that serves under TLS; Prometheus reads the authorities' certificates there.</summary>
    internal TlsFiles Tls { get; private set; } = null!;

    /// <summary>The port that a job scrapes.</summary>
    internal int Port(string job) => _prometheus is null ? throw Missing() : _ports[job];

    public async Task InitializeAsync()
    {
        if (ExternalTools.Prometheus is null)
        {
            return;
        }

        Tls = new TlsFiles(_folder);
        StringBuilder configuration = new("global: { scrape_interval: 1s, scrape_timeout: 1s }\nscrape_configs:\n");
        foreach (string job in Plain)
        {
            configuration.Append($"- {{ job_name: {job}, static_configs: [{{ targets: ['127.0.0.1:{_ports[job] = LocalPorts.Take()}'] }}] }}\n");
        }

        configuration.Append(TlsFiles.Jobs(_ports["tls"] = LocalPorts.Take()));
        _prometheus = await PrometheusServer.StartAsync(_folder.Path, _folder.Write("prometheus.yml", configuration.ToString()));
    }

    public async Task DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Starts a daemon in this process where the job looks.</summary>
    internal Task<InProcessDaemon> StartAsync(string job, string scenario) => InProcessDaemon.StartAsync(scenario, Port(job));

    private static InvalidOperationException Missing() =>
        new("Prometheus is required here (GPU_OPTIMIZER_REQUIRE_TOOLS is 1) and not installed; install the package prometheus.");
}
