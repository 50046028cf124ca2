using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>The daemon ends and starts again while Prometheus watches.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class RestartTests(Scraping scraping)
{
    private const string Cycles = "gpu_optimizer_collector_duration_seconds_count{job='restart',collector='power'}";

    [PrometheusFact]
    public async Task Daemon_StoppedAndStarted_CountersResetAndGoOn()
    {
        PrometheusServer prometheus = scraping.Prometheus;
        await using (DaemonProcess first = await DaemonProcess.RunAsync(scraping.Port("restart"), "--simulate", "two-a100"))
        {
            await prometheus.Becomes($"changes({Cycles}[1m])", static seen => seen >= 3);
            first.Process.Signal(ChildProcess.Terminate);
            Assert.Equal(0, await first.Process.ExitCodeAsync(TimeSpan.FromSeconds(5)));
        }

        await prometheus.Becomes("up{job='restart'}", 0);
        Assert.Equal(1, await prometheus.ValueAsync("absent(gpu_optimizer_build_info{job='restart'})"));

        await using DaemonProcess second = await DaemonProcess.RunAsync(scraping.Port("restart"), "--simulate", "two-a100");
        await prometheus.Becomes("up{job='restart'}", 1);
        await prometheus.Becomes($"resets({Cycles}[1m])", 1);
        await prometheus.Becomes(Cycles, static cycles => cycles >= 2);

        // One cycle a second, three seen before and two after: a counter that went on from before, or whose fall was taken for a loss, would leave this range.
        Assert.InRange(await prometheus.ValueAsync($"increase({Cycles}[1m])"), 5, 60);
        foreach (PrometheusServer.Sample watts in await prometheus.QueryAsync("rate(gpu_optimizer_device_energy_joules_total{job='restart'}[1m])"))
        {
            Assert.InRange(watts.Value, 1, 400); // an A100 80GB draws up to 400 W
        }
    }
}
