using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>Somebody reloads the driver under the daemon while Prometheus watches.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class DriverReloadTests(Scraping scraping)
{
    [PrometheusFact]
    public async Task Driver_Reloaded_SessionIsOpenedAnewAndOldLayoutsAreGone()
    {
        PrometheusServer prometheus = scraping.Prometheus;
        await using InProcessDaemon daemon = await scraping.StartAsync("reload", "dgx-h100");
        await prometheus.Becomes("count(gpu_optimizer_mig_info{job='reload'})", static instances => instances > 20);
        await prometheus.Becomes("sum(gpu_optimizer_nvml_reinitializations_total{job='reload'})", 0);

        daemon.Driver.ReloadDriver();

        // Hopper forgets MIG mode with the driver: whole GPUs, and utilisation where it was refused before.
        await prometheus.Becomes("sum(gpu_optimizer_nvml_reinitializations_total{job='reload'})", 1);
        await prometheus.Vanishes("gpu_optimizer_mig_info{job='reload'}");
        await prometheus.Becomes("count(gpu_optimizer_device_busy_ratio{job='reload'})", 8);
        await prometheus.Becomes("sum(gpu_optimizer_device_up{job='reload'})", 8);
        Assert.Equal(8, await prometheus.ValueAsync("count(gpu_optimizer_mig_layout_info{job='reload',layout='off'})"));
        Assert.Equal(6, await prometheus.ValueAsync("sum(gpu_optimizer_mig_layout_changes_total{job='reload',actor='external'})"));

        // The driver's counters started again; a fall taken for growth would be a rate beyond what the board can draw.
        Assert.InRange(await prometheus.ValueAsync("max(rate(gpu_optimizer_device_energy_joules_total{job='reload'}[1m]))"), 1, 750);
        await prometheus.Becomes("count(gpu_optimizer_device_sm_activity_ratio{job='reload'})", 8);
        await prometheus.Becomes("min(gpu_optimizer_collector_up{job='reload'})", 1);
    }
}
