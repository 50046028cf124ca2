using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Optimizer.Host.Http;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Http;

public sealed class DaemonHostTests
{
    [Fact]
    public async Task Stop_RequestInFlight_FinishesBeforeTheEnd()
    {
        RunningDaemon daemon = await RunningDaemon.StartAsync();
        TaskCompletionSource entered = new();
        TaskCompletionSource release = new();
        daemon.Pages.Metrics = async (_, _, _) =>
        {
            entered.SetResult();
            await release.Task;
            return new PageAnswer("text/plain", "whole\n"u8.ToArray());
        };
        Task<string> answer = daemon.Client.GetStringAsync("/metrics");
        await entered.Task;

        Task stop = daemon.Host.StopAsync(CancellationToken.None);
        await Eventually.So(() => daemon.Host.Stopping.IsCancellationRequested);
        Assert.False(stop.IsCompleted);
        release.SetResult();

        Assert.Equal("whole\n", await answer);
        await stop;
        Assert.StartsWith("STOPPING=1", daemon.Notifier.Messages.Last());
        await daemon.DisposeAsync();
    }

    [Fact]
    public async Task SlowClient_SendsHalfARequest_IsCutOffInTime()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync("http: { request_timeout_seconds: 1 }");
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, daemon.Client.BaseAddress!.Port);
        await slow.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost:"u8.ToArray());

        using StreamReader answer = new(slow.GetStream(), Encoding.ASCII);
        string text = await answer.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.StartsWith("HTTP/1.1 408 ", text);
    }

    [Fact]
    public async Task Reload_BeforeTheFirstCycle_DoesNotCallTheDaemonReady()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();

        daemon.Host.Reload();

        Assert.Empty(daemon.Notifier.Messages);
    }

    [Fact]
    public async Task Stop_HalfARequest_CutOffAfterTheGraceAndTheWorkEndsFirst()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource lastCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool released = false;
        RunningDaemon daemon = await RunningDaemon.StartAsync("http: { stop_grace_seconds: 1, request_timeout_seconds: 120 }", work: async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult();
            await lastCall.Task; // a driver call that outlasts the grace
        }, release: () => released = true);
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, daemon.Client.BaseAddress!.Port);
        await slow.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost:"u8.ToArray());
        await daemon.GetAsync("/healthz"); // the server has seen the other connection by now

        Task stop = daemon.Host.StopAsync(CancellationToken.None);
        Task first = await Task.WhenAny(cancelled.Task, stop); // the work hears of the stop at its beginning, not after the server
        Assert.Same(cancelled.Task, first);
        await stop.WaitAsync(TimeSpan.FromSeconds(60)); // without the cut it would wait out the request's own 120 s

        Task dispose = daemon.DisposeAsync().AsTask();
        Assert.False(released); // not under a cycle that still runs
        lastCall.SetResult();
        await dispose;
        Assert.True(released);
    }

    [Fact]
    public async Task Stop_WorkFailsWhileStopping_IsNoFailure()
    {
        RunningDaemon daemon = await RunningDaemon.StartAsync(work: async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("the driver went first");
        });

        await daemon.Host.StopAsync(CancellationToken.None);
        await daemon.DisposeAsync();

        Assert.False(daemon.Host.HasFailed);
        Assert.Contains(daemon.Log.Lines, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("failed while it was stopping"));
    }

    [Fact]
    public async Task Hangup_RealSignal_ReloadsAndTellsSystemd()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync(handleSignals: true);
        daemon.Host.Systemd.Ready("up");

        using Process kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await Eventually.So(() => daemon.Notifier.Messages.Count >= 3);

        string[] messages = [.. daemon.Notifier.Messages];
        Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", messages[1]);
        Assert.StartsWith("READY=1", messages[2]);
        Assert.Equal([true, true], daemon.Pages.Reloads); // at start, then for the signal
        Assert.Contains(daemon.Log.Lines, l => l.Contains("Configuration reloaded"));
    }

    [Fact]
    public async Task Work_CompletedCycles_ReachSystemd()
    {
        TaskCompletionSource cycled = new();
        await using RunningDaemon daemon = await RunningDaemon.StartAsync(work: async (cycleCompleted, token) =>
        {
            cycleCompleted();
            cycled.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });

        await cycled.Task;

        Assert.True(daemon.Host.Systemd.FirstCycle.IsCompletedSuccessfully);
        Assert.False(daemon.Host.HasFailed);
    }
}
