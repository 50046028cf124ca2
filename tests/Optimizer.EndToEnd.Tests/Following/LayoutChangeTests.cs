using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Nvml.Native;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>Somebody repartitions a GPU while Prometheus watches.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class LayoutChangeTests(Scraping scraping)
{
    private const int Gpu = 1;
    private const uint Idle = 13; // 1g.10gb@6, which no workload of the scenario uses

    [PrometheusFact]
    public async Task Instances_DestroyedAndCreatedByOthers_AreFollowedWithinTwoScrapes()
    {
        PrometheusServer prometheus = scraping.Prometheus;
        await using InProcessDaemon daemon = await scraping.StartAsync("layout", "dgx-h100");
        await prometheus.Becomes("count(gpu_optimizer_device_info{job='layout'})", 8);
        string uuid = (await prometheus.QueryAsync($"gpu_optimizer_device_info{{job='layout',index='{Gpu}'}}")).Single().Labels["gpu_uuid"];
        string instance = $"{{job='layout',gpu_uuid='{uuid}',gpu_instance_id='{Idle}',profile='1g.10gb'}}";
        string missed = $"sum(count_over_time(up{{job='layout'}}[1h])) - sum(count_over_time(gpu_optimizer_mig_multiprocessors{instance}[1h]))";
        await prometheus.Becomes($"gpu_optimizer_mig_multiprocessors{instance}", static value => value > 0);
        await prometheus.Becomes($"gpu_optimizer_mig_layout_changes_total{{job='layout',gpu_uuid='{uuid}',actor='external'}}", 0);
        double missedBefore = await prometheus.ValueAsync(missed);

        Assert.Equal(NvmlReturn.Success, daemon.Driver.DestroyInstance(Gpu, Idle));

        await prometheus.Vanishes($"gpu_optimizer_mig_multiprocessors{instance}");
        Assert.InRange(await prometheus.ValueAsync(missed) - missedBefore, 1, 2); // scrapes that no longer had it when it was seen to be gone
        Assert.Empty(await prometheus.QueryAsync(instance));
        await prometheus.Becomes($"gpu_optimizer_mig_slices{{job='layout',gpu_uuid='{uuid}',resource='compute',state='free'}}", 1);

        Assert.Equal(NvmlReturn.Success, daemon.Driver.CreateInstance(Gpu, "1g.20gb", start: 6));

        string created = $"{{job='layout',gpu_uuid='{uuid}',profile='1g.20gb'}}";
        await prometheus.Becomes($"count(gpu_optimizer_mig_info{created})", 1);
        Assert.Single(await prometheus.QueryAsync($"gpu_optimizer_mig_memory_capacity_bytes{created}"));
        string layout = (await prometheus.QueryAsync($"gpu_optimizer_mig_layout_info{{job='layout',gpu_uuid='{uuid}'}}")).Single().Labels["layout"];
        Assert.EndsWith("+1g.10gb@5+1g.20gb@6", layout);
        await prometheus.Becomes($"gpu_optimizer_mig_layout_changes_total{{job='layout',gpu_uuid='{uuid}',actor='external'}}", 2);
        Assert.True(await prometheus.ValueAsync($"increase(gpu_optimizer_mig_layout_changes_total{{job='layout',gpu_uuid='{uuid}',actor='external'}}[1m])") > 0);
        Assert.Equal(0, await prometheus.ValueAsync("sum(gpu_optimizer_mig_layout_changes_total{job='layout',actor='optimizer'})"));
    }

    [PrometheusFact]
    public async Task Workload_ItsInstanceTaken_LeavesTheBindings()
    {
        const string Binding = "gpu_optimizer_workload_binding{job='layout',workload='densenet121@1.service'}";
        await using InProcessDaemon daemon = await scraping.StartAsync("layout", "dgx-h100");
        await scraping.Prometheus.Becomes(Binding, 1);

        Assert.Equal(NvmlReturn.InUse, daemon.Driver.DestroyInstance(0, Idle));
        Assert.Equal(NvmlReturn.Success, daemon.Driver.DestroyInstance(0, Idle, evict: true));

        await scraping.Prometheus.Vanishes(Binding);
        Assert.Empty(await scraping.Prometheus.QueryAsync("gpu_optimizer_workload_memory_used_bytes{job='layout',workload='densenet121@1.service'}"));
    }
}
