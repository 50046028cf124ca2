using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>A GPU falls off the bus and comes back while Prometheus watches.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class LostGpuTests(Scraping scraping)
{
    /// <summary>What can still be said of a GPU that does not answer: what it is, that it is gone, and what was counted here.</summary>
    private static readonly string[] Remembered =
    [
        "gpu_optimizer_device_driver_events_total", "gpu_optimizer_device_info", "gpu_optimizer_device_state_seconds_total",
        "gpu_optimizer_device_up", "gpu_optimizer_device_xid_errors_total", "gpu_optimizer_device_xid_last_timestamp_seconds",
        "gpu_optimizer_gpu_quarantined", "gpu_optimizer_repartition_in_progress",
    ];

    [PrometheusFact]
    public async Task Gpu_LostAndBack_CostsItsOwnReadingsOnly()
    {
        PrometheusServer prometheus = scraping.Prometheus;
        await using InProcessDaemon daemon = await scraping.StartAsync("lost", "two-a100");
        await prometheus.Becomes("count(gpu_optimizer_device_power_watts{job='lost'})", 2);
        string[] uuids = [.. (await prometheus.QueryAsync("sort(gpu_optimizer_device_info{job='lost'})")).OrderBy(static gpu => gpu.Labels["index"]).Select(static gpu => gpu.Labels["gpu_uuid"])];

        daemon.Driver.LoseGpu(0);

        await prometheus.Becomes($"gpu_optimizer_device_up{{job='lost',gpu_uuid='{uuids[0]}'}}", 0);
        await prometheus.Becomes("gpu_optimizer_devices{job='lost',state='lost'}", 1);
        Assert.Equal(1, await prometheus.ValueAsync("gpu_optimizer_devices{job='lost',state='visible'}"));
        Assert.Equal(Remembered, await FamiliesOfAsync(uuids[0]));
        Assert.Equal(1, await prometheus.ValueAsync($"gpu_optimizer_device_xid_errors_total{{job='lost',gpu_uuid='{uuids[0]}',xid='79'}}"));

        // The other one goes on: its counters move in scrapes made after the loss.
        string energy = $"gpu_optimizer_device_energy_joules_total{{job='lost',gpu_uuid='{uuids[1]}'}}";
        double joules = await prometheus.ValueAsync(energy);
        await prometheus.Becomes(energy, value => value > joules);
        Assert.Equal(1, await prometheus.ValueAsync($"gpu_optimizer_device_up{{job='lost',gpu_uuid='{uuids[1]}'}}"));

        daemon.Driver.RestoreGpu(0);

        await prometheus.Becomes($"gpu_optimizer_device_up{{job='lost',gpu_uuid='{uuids[0]}'}}", 1);
        await prometheus.Becomes("gpu_optimizer_devices{job='lost',state='lost'}", 0);
        await prometheus.Becomes($"gpu_optimizer_device_power_watts{{job='lost',gpu_uuid='{uuids[0]}'}}", static watts => watts > 0);
        await prometheus.Becomes($"count(gpu_optimizer_mig_info{{job='lost',gpu_uuid='{uuids[0]}'}})", 4);
    }

    private async Task<string[]> FamiliesOfAsync(string uuid) =>
        [.. (await scraping.Prometheus.QueryAsync($"count by (__name__) ({{job='lost',gpu_uuid='{uuid}'}})")).Select(static sample => sample.Labels["__name__"]).Order(StringComparer.Ordinal)];
}
