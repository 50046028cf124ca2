using System.Net;
using System.Net.Sockets;
using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Startup;

/// <summary>What a shell or systemd sees of a daemon that cannot start: the exit code, and on standard error what was tried, seen and advised.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_PortInUse_ExitsWith1()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await RefusesAsync(1, [$"cannot listen on 127.0.0.1:{port}: another process has the port"], "run", "--simulate", "single-a30", "--listen", $"127.0.0.1:{port}");
    }

    [Fact]
    public async Task Run_BadConfiguration_ExitsWith1AndAllErrors()
    {
        string file = _folder.Write("config.yaml", "sampler: { period_seconds: 0 }\nlistne: 1\n");

        await RefusesAsync(1, [$"{file}:1:28: sampler.period_seconds", $"{file}:2:1: unknown key \"listne\"", "check-config"], "run", "--config", file);
    }

    [Fact]
    public async Task Run_ConfigurationMissing_ExitsWith1()
    {
        string file = Path.Combine(_folder.Path, "absent.yaml");

        await RefusesAsync(1, [file, "does not exist"], "run", "--config", file);
    }

    [Fact]
    public async Task Run_TlsKeyMissing_ExitsWith1()
    {
        string web = _folder.Write("web.yaml", "tls_server_config: { cert_file: server.crt, key_file: server.key }\n");
        string file = _folder.Write("config.yaml", $"web_config_file: {web}\n");

        await RefusesAsync(1, [$"{_folder.Path}/server.key: the file does not exist"], "run", "--config", file, "--listen", "127.0.0.1:0");
    }

    [Fact]
    public async Task Run_UnknownFlag_ExitsWith2AndSuggests()
    {
        await RefusesAsync(2, ["unknown option \"--simulat\"; did you mean \"--simulate\"?", "See: gpu-optimizer run --help"], "run", "--simulat", "dgx-h100");
    }

    private static async Task RefusesAsync(int code, string[] said, params string[] arguments)
    {
        await using ChildProcess daemon = DaemonProcess.Launch(arguments);

        Assert.Equal(code, await daemon.ExitCodeAsync(Eventually.Patience));
        Assert.All(said, sentence => Assert.Contains(sentence, daemon.Error));
        Assert.DoesNotContain("Serving", daemon.Output);
        Assert.DoesNotContain("   at ", daemon.Error); // a stack trace helps nobody who mistyped
    }
}
