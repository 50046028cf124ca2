using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Host.Configuration;
using Optimizer.Host.Daemon;
using Optimizer.Host.Http;
using Optimizer.Host.Logging;
using Optimizer.Host.Reload;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Tests.Support;

/// <summary>A whole daemon in this process on a free loopback port, with pages that a test can steer.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly DaemonHost _host;

    private RunningDaemon(DaemonHost host, HttpClient client, TestPages pages, FakeNotifier notifier, CapturedLog log)
    {
        _host = host;
        Client = client;
        Pages = pages;
        Notifier = notifier;
        Log = log;
    }

    public HttpClient Client { get; }

    public TestPages Pages { get; }

    public FakeNotifier Notifier { get; }

    public CapturedLog Log { get; }

    public DaemonHost Host => _host;

    public static async Task<RunningDaemon> StartAsync(string config = "", TimeProvider? time = null, Func<Action, CancellationToken, Task>? work = null, bool handleSignals = false, Action? release = null, bool forecasts = true, Optimizer.Host.Control.IOperator? loop = null, string? socket = null)
    {
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read("listen: 127.0.0.1:0\n" + config, "test"));
        TestPages pages = new() { Forecasts = forecasts, Plans = loop };
        FakeNotifier notifier = new();
        CapturedLog log = new();
        LogLevelSwitch level = new(LogLevel.Information);
        WebConfigurationStore? web = WebConfigurationStore.Open(read.Configuration.WebConfigFile, time ?? TimeProvider.System, log, out ImmutableArray<FileError> errors);
        Assert.True(web is not null, string.Join("\n", errors));
        DaemonStart start = new()
        {
            Source = new ConfigurationSource { DefaultPath = "/nonexistent" },
            MakeParts = (_, _) => new DaemonParts { Pages = pages.Make(), Work = work, Reloaded = (ok, _) => pages.Reloads.Enqueue(ok), Release = () => Released(release), Operator = loop, SocketPath = socket },
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Time = time ?? TimeProvider.System,
            Clock = new FakeClock(Instant.FromUtc(2026, 1, 1, 0, 0)),
            Notifier = notifier,
        };
        DaemonHost host = DaemonHost.Build(start, read, web, level, logging => logging.AddProvider(log));
        await host.StartAsync(handleSignals, CancellationToken.None);
        return new RunningDaemon(host, ClientFor(host), pages, notifier, log);
    }

    public HttpClient NewClient(SocketsHttpHandler handler) => new(handler) { BaseAddress = Client.BaseAddress };

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }

    private static ValueTask Released(Action? release)
    {
        release?.Invoke();
        return ValueTask.CompletedTask;
    }

    private static HttpClient ClientFor(DaemonHost host)
    {
        SocketsHttpHandler handler = new()
        {
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
        };
        return new HttpClient(handler) { BaseAddress = new Uri(host.Urls.Single()) };
    }
}

internal sealed class TestPages
{
    public ConcurrentQueue<bool> Reloads { get; } = new();

    public NodeSnapshot? Snapshot { get; set; } = Empty(1);

    public RenderPage Metrics { get; set; } = (accept, gzip, _) =>
        ValueTask.FromResult(new PageAnswer("text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes($"accept={accept} gzip={gzip}\n"), gzip));

    /// <summary>Forecasting is on.</summary>
    public bool Forecasts { get; set; } = true;

    public Optimizer.Host.Control.IOperatorView? Plans { get; set; }

    public DemandForecast? Forecast { get; set; }

    public Action? OnSnapshotJson { get; set; }

    public static NodeSnapshot Empty(long sequence) => new()
    {
        Sequence = sequence,
        At = Instant.FromUtc(2026, 1, 1, 0, 0),
        Health = new SamplerHealth { DriverTrouble = "libnvidia-ml.so.1 was not found" },
    };

    public static NodeSnapshot WithGpu(string name) => Empty(2) with
    {
        Gpus = [new GpuSnapshot { Uuid = new GpuUuid("GPU-1"), Availability = default, Identity = new GpuIdentity { Index = 0, Name = name } }],
    };

    public DaemonPages Make() => new()
    {
        LatestSnapshot = () => Snapshot,
        Metrics = (accept, gzip, ct) => Metrics(accept, gzip, ct),
        Dcgm = (_, _, _) => ValueTask.FromResult(new PageAnswer("text/plain", "dcgm\n"u8.ToArray())),
        SnapshotJson = snapshot =>
        {
            OnSnapshotJson?.Invoke();
            return Encoding.UTF8.GetBytes($"{{\"sequence\":{snapshot.Sequence}}}");
        },
        LayoutJson = _ => "{\"gpus\":[]}"u8.ToArray(),
        Plans = Plans,
        LatestForecast = Forecasts ? () => Forecast : null,
    };
}
