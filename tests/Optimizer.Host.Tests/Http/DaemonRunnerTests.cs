using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Host.Configuration;
using Optimizer.Host.Daemon;
using Optimizer.Host.Reload;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Http;

/// <summary>The daemon from start to exit code, in process.</summary>
public sealed class DaemonRunnerTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FakeNotifier _notifier = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_PortInUse_ExitsWith1AndSaysWhatToDo()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        int code = await DaemonRunner.RunAsync(Start("", port: port), CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains($"cannot listen on 127.0.0.1:{port}: another process has the port", _error.ToString());
        Assert.DoesNotContain(_notifier.Messages, m => m.Contains("READY"));
    }

    [Fact]
    public async Task Run_AddressOfAnotherMachine_ExitsWith1AndSaysWhatToDo()
    {
        DaemonStart start = Start("") with { Source = Source("") with { Listen = new ListenAddress(IPAddress.Parse("203.0.113.7"), 9838) } };

        Assert.Equal(1, await DaemonRunner.RunAsync(start, CancellationToken.None));
        Assert.Contains("no interface of this machine has that address", _error.ToString());
    }

    [Fact]
    public async Task Run_BadConfiguration_ExitsWith1AndAllErrors()
    {
        int code = await DaemonRunner.RunAsync(Start("mode: enforced\nlistne: 1\n"), CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains(":1:7: mode:", _error.ToString());
        Assert.Contains(":2:1: unknown key \"listne\"", _error.ToString());
    }

    [Fact]
    public async Task Run_UnreadableTlsKey_ExitsWith1AndNamesTheFile()
    {
        using TemporaryFolder folder = new();
        folder.Write("server.crt", TestCertificate.SelfSigned("a").CertificatePem);
        string web = folder.Write("web.yaml", "tls_server_config:\n  cert_file: server.crt\n  key_file: missing.key\n");

        int code = await DaemonRunner.RunAsync(Start($"web_config_file: {web}\n"), CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains($"web.yaml:3:13: tls_server_config.key_file: {folder.Path}/missing.key: the file does not exist", _error.ToString());
    }

    [Fact]
    public async Task Run_FirstCycleThenStop_TellsSystemdInOrderAndExitsWith0()
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource release = new();
        DaemonStart start = Start("", work: async (cycleCompleted, token) =>
        {
            await release.Task;
            cycleCompleted();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });

        Task<int> running = DaemonRunner.RunAsync(start, stop.Token);
        Assert.Empty(_notifier.Messages);
        release.SetResult();
        await Eventually.So(() => _notifier.Messages.Any(m => m.StartsWith("READY=1", StringComparison.Ordinal)));
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Matches("^Serving http://127.0.0.1:[0-9]+/metrics", _output.ToString());
        Assert.StartsWith("STOPPING=1", _notifier.Messages.Last());
    }

    [Fact]
    public async Task Run_PartsRefuse_ExitsWith1AndTheirSentence()
    {
        DaemonStart start = Start("") with { MakeParts = (_, _) => throw new StartRefusedException("there is no scenario \"dgx\"") };

        Assert.Equal(1, await DaemonRunner.RunAsync(start, CancellationToken.None));
        Assert.Equal("there is no scenario \"dgx\"", _error.ToString().Trim());
    }

    [Fact]
    public async Task Run_WorkFails_ExitsWith1()
    {
        DaemonStart start = Start("", work: (_, _) => throw new InvalidOperationException("a bug"));

        Assert.Equal(1, await DaemonRunner.RunAsync(start, CancellationToken.None));
    }

    [Fact]
    public async Task Run_FirstCycleNeverEnds_ReadyAfterItsLimit()
    {
        FakeTimeProvider time = new();
        using CancellationTokenSource stop = new();
        DaemonStart start = Start("", work: (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)) with { Time = time };

        Task<int> running = DaemonRunner.RunAsync(start, stop.Token);
        await Eventually.So(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return _notifier.Messages.Any(m => m.StartsWith("READY=1", StringComparison.Ordinal));
        });
        await stop.CancelAsync();

        Assert.Equal(0, await running);
    }

    private static ConfigurationSource Source(string config) => new() { Path = WriteConfig(config) };

    private static string WriteConfig(string config)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("gpu-optimizer-test-").FullName, "config.yaml");
        File.WriteAllText(path, config + "logging: { level: critical }\n");
        return path;
    }

    private DaemonStart Start(string config, int port = 0, Func<Action, CancellationToken, Task>? work = null) => new()
    {
        Source = Source(config) with { Listen = new ListenAddress(IPAddress.Loopback, port) },
        MakeParts = (_, _) => new DaemonParts { Pages = new TestPages().Make(), Work = work },
        Output = _output,
        Error = _error,
        Time = TimeProvider.System,
        Clock = new FakeClock(Instant.FromUtc(2026, 1, 1, 0, 0)),
        Notifier = _notifier,
        HandleSignals = false,
    };
}
