using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Pages;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Startup;

/// <summary>What systemd sends to the process.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Terminate_WhileAConnectionIsOpen_ExitsWith0InTime()
    {
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(0, "--simulate", "dgx-h100");
        await daemon.ReadyAsync();
        await daemon.MetricsAsync(); // the client keeps its connection, as a scraper does

        daemon.Process.Signal(ChildProcess.Terminate);

        Assert.Equal(0, await daemon.Process.ExitCodeAsync(StopsWithin));
        Assert.Contains("gpu-optimizer stopped", daemon.Process.Error);
    }

    [Theory]
    [InlineData("{ function: \"*\", from: 4s, never-returns: on }")]
    [InlineData("{ function: \"*\", gpu: 0, from: 4s, never-returns: on }, { function: nvmlEventSetWait_v2, from: 4s, never-returns: on }")]
    public async Task Terminate_WhileTheDriverHangs_ExitsWith0InTime(string faults)
    {
        using TestFolder folder = new();
        string scenario = folder.Write("hung.yaml", $$"""
            name: hung
            title: One A30 whose driver stops answering
            driver: 580.95.05
            cuda: 13.0
            board: a30-24gb
            gpus: [{ mig: off }]
            faults: [{{faults}}]

            """);
        string config = folder.Write("config.yaml", "sampler: { period_seconds: 0.1, call_deadline_seconds: 0.5 }\n");
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(0, "--config", config, "--simulate", scenario);
        await Eventually.Is(
            "the GPU is reported as not answering", daemon.MetricsAsync,
            static page => PageText.SeriesOf(page, "device_up") is [string only] && only.EndsWith(" 0", StringComparison.Ordinal));

        daemon.Process.Signal(ChildProcess.Terminate);

        Assert.Equal(0, await daemon.Process.ExitCodeAsync(StopsWithin));
    }

    [Fact]
    public async Task Hangup_BadFile_KeepsTheLastGoodOneUntilItIsMended()
    {
        const string Successful = "gpu_optimizer_config_last_reload_successful";
        using TestFolder folder = new();
        string config = folder.Write("config.yaml", "metrics: { dcgm_page: true }\n");
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(0, "--config", config, "--simulate", "single-a30");
        await daemon.ReadyAsync();
        Assert.Contains($"{Successful} 1\n", await daemon.MetricsAsync());

        folder.Write("config.yaml", "metrics: { dcgm_page: maybe }\n");
        daemon.Process.Signal(ChildProcess.Hangup);

        await Eventually.Is("the reload is refused", daemon.MetricsAsync, static page => page.Contains($"{Successful} 0\n", StringComparison.Ordinal));
        Assert.True((await daemon.Client.GetAsync("/metrics/dcgm")).IsSuccessStatusCode);
        await Eventually.Is(
            "the log says why", () => Task.FromResult(daemon.Process.Error), error => error.Contains($"{config}:1:23: metrics.dcgm_page", StringComparison.Ordinal));

        folder.Write("config.yaml", "metrics: { dcgm_page: false }\n");
        daemon.Process.Signal(ChildProcess.Hangup);

        await Eventually.Is("the reload succeeds", daemon.MetricsAsync, static page => page.Contains($"{Successful} 1\n", StringComparison.Ordinal));
        Assert.False((await daemon.Client.GetAsync("/metrics/dcgm")).IsSuccessStatusCode);
    }
}
