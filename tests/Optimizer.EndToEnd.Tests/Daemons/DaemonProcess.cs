using System.Text.RegularExpressions;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Daemons;

/// <summary>The built executable as a process of its own, as an operator starts it.</summary>
internal sealed partial class DaemonProcess : IAsyncDisposable
{
    private readonly TestFolder _folder;

    private DaemonProcess(ChildProcess process, Uri address, TestFolder folder)
    {
        _folder = folder;
        Process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public ChildProcess Process { get; }

    /// <summary>Speaks to it in the clear.</summary>
    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    /// <summary>Starts <c>gpu-optimizer</c> with these arguments; whatever becomes of it.</summary>
    public static ChildProcess Launch(params string[] arguments) =>
        ChildProcess.Start(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [TestTree.Daemon, .. arguments]);

    /// <summary>Starts <c>gpu-optimizer run</c> and waits until it says where it serves.</summary>
    public static async Task<DaemonProcess> RunAsync(int port, params string[] arguments)
    {
        TestFolder folder = new();
        ChildProcess process = Launch(["run", "--listen", $"127.0.0.1:{port}", .. arguments.Contains("--socket") ? Array.Empty<string>() : ["--socket", SocketIn(folder)], .. arguments]);
        try
        {
            string output = await Eventually.Is(
                $"the daemon serves ({string.Join(' ', arguments)})",
                () => Task.FromResult(process.HasExited ? throw new InvalidOperationException($"The daemon ended: {process.Output}{process.Error}") : process.Output),
                static output => Served().IsMatch(output));
            return new DaemonProcess(process, new Uri(Served().Match(output).Groups["url"].Value), folder);
        }
        catch
        {
            await process.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the first sampling cycle.</summary>
    public Task ReadyAsync() => Eventually.Is("the daemon is ready", () => Client.GetAsync("/readyz"), static answer => answer.IsSuccessStatusCode);

    /// <summary>What a verb says to this daemon over its control socket, and how it ends.</summary>
    public async Task<(int Code, string Output, string Error)> AskAsync(params string[] verb)
    {
        await using ChildProcess client = Launch([.. verb, "--socket", SocketIn(_folder)]);
        int code = await client.ExitCodeAsync(TimeSpan.FromSeconds(30));
        return (code, client.Output, client.Error);
    }

    /// <summary>The page in the text format.</summary>
    public Task<string> MetricsAsync() => Client.GetStringAsync("/metrics");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    private static string SocketIn(TestFolder folder) => Path.Combine(folder.Path, "control.sock");

    [GeneratedRegex("^Serving (?<url>.*)/metrics ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Served();
}
