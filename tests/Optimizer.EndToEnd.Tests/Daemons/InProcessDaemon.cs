using System.Net;
using Microsoft.Extensions.Logging;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Host.Configuration;
using Optimizer.Host.Daemon;
using Optimizer.Host.Observation;
using Optimizer.Host.Reload;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.EndToEnd.Tests.Daemons;

/// <summary>The whole daemon on a simulated node inside this process, so that a test can be the outside world of the node.</summary>
internal sealed class InProcessDaemon : IAsyncDisposable
{
    // What is rare is read each second, so that a test need not wait ten for it.
    private const string Quick = """
        sampler: { period_seconds: 0.25, slow_period_seconds: 1, call_deadline_seconds: 0.5 }
        metrics: { dcgm_page: true }
        logging: { level: critical }
        forecast: { enabled: false }

        """;

    private readonly CancellationTokenSource _stop = new();
    private readonly TestFolder _folder;
    private readonly Task<int> _running;

    private InProcessDaemon(string scenario, int port, TestFolder folder)
    {
        _folder = folder;
        TimeProvider time = TimeProvider.System;
        ObservedNode node = ObservedNode.Simulate(Scenario.Load(scenario), seed: 1, speed: 1, time);
        Driver = node.Simulated!.Driver;
        DaemonStart start = new()
        {
            Source = new ConfigurationSource { Path = folder.Write("config.yaml", Quick), Listen = new ListenAddress(IPAddress.Loopback, port), Socket = Path.Combine(folder.Path, "control.sock") },
            MakeParts = (configuration, loggers) => Make(node, configuration, loggers).Parts,
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Time = time,
            Clock = new ProviderClock(time),
            HandleSignals = false,
        };
        _running = Task.Run(() => DaemonRunner.RunAsync(start, _stop.Token));
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>The simulated node's driver: what happens to it from outside.</summary>
    public SimulatedDriver Driver { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a daemon and waits for its first cycle.</summary>
    /// <param name="scenario">The simulated node.</param>
    /// <param name="port">A free loopback port.</param>
    public static async Task<InProcessDaemon> StartAsync(string scenario, int port)
    {
        InProcessDaemon daemon = new(scenario, port, new TestFolder());
        try
        {
            await Eventually.Is("the daemon is ready", () => daemon.Client.GetAsync("/readyz"), static answer => answer.IsSuccessStatusCode);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stop.CancelAsync();
        try
        {
            Assert.Equal(0, await _running.WaitAsync(Eventually.Patience));
        }
        finally
        {
            _stop.Dispose();
            _folder.Dispose();
        }
    }

    private static NodeObservation Make(ObservedNode node, DaemonConfiguration configuration, ILoggerFactory loggers) =>
        new(node, configuration, keepsState: false, loggers);
}
