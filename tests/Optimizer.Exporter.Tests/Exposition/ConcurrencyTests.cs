using NodaTime;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task RenderAsync_WhilePublishing_NeverMixesTwoSnapshots()
    {
        const int scrapes = 100;
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Numbered(1));

        // Threads of their own: on a small machine the pool would run the scrapers one after the other.
        Task[] scrapers = [.. Enumerable.Range(0, 4).Select(scraper => Task.Factory.StartNew(
            () =>
            {
                ExpositionFormat format = scraper % 2 == 0 ? ExpositionFormat.Text : ExpositionFormat.OpenMetrics;
                for (int scrape = 0; scrape < scrapes; scrape++)
                {
                    AssertOneSnapshot(Page.Parse(Page.TextAsync(exporter, format).GetAwaiter().GetResult()));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        long last = await Task.Run(() =>
        {
            long cycle = 1;
            while (!Array.TrueForAll(scrapers, static scraper => scraper.IsCompleted))
            {
                exporter.Publish(Numbered(++cycle));
            }

            return cycle;
        });
        await Task.WhenAll(scrapers);

        Assert.Equal(last, AssertOneSnapshot(await Page.ReadAsync(exporter)));
    }

    // The number is in the first group written, in the last, in label values, in how many instances there are, and in the histogram.
    private static NodeSnapshot Numbered(long cycle)
    {
        string[] layout = [.. Enumerable.Range(0, 1 + (int)(cycle % 7)).Select(static start => $"1g.10gb@{start}")];
        GpuSnapshot gpu = Some.H100().WithMig(layout).WithInstances(instance => instance with { IdleSeconds = cycle });
        return Some.Node(cycle).WithGpu(gpu with { Power = gpu.Power! with { EnergyJoules = cycle } }) with
        {
            ExcludedGpus = (int)cycle,
            Driver = new DriverVersions($"580.{cycle}", null, null),
            Health = new SamplerHealth
            {
                Collectors = [new CollectorHealth("fast", Up: true, Instant.FromUnixTimeSeconds(cycle), Duration.FromMilliseconds(1), cycle, null)],
                NvmlErrors = [new NvmlErrorCount("nvmlInit", "unknown", cycle)],
            },
        };
    }

    private static long AssertOneSnapshot(Page page)
    {
        long cycle = (long)page["gpu_optimizer_devices{state=\"excluded\"}"];
        Assert.Contains($"driver_version=\"580.{cycle}\"", Assert.Single(page.Of("gpu_optimizer_driver_info{")), StringComparison.Ordinal);
        Assert.Equal(cycle, page["gpu_optimizer_nvml_errors_total{code=\"unknown\",function=\"nvmlInit\"}"]);
        Assert.Equal(cycle, page["gpu_optimizer_collector_last_success_timestamp_seconds{collector=\"fast\"}"]);
        Assert.Equal(cycle, page["gpu_optimizer_collector_duration_seconds_count{collector=\"fast\"}"]);
        Assert.Equal(cycle, page[page.Of("gpu_optimizer_device_energy_joules_total{").Single()]);
        string[] idle = page.Of("gpu_optimizer_mig_idle_seconds_total{");
        Assert.Equal(1 + (int)(cycle % 7), idle.Length);
        Assert.All(idle, series => Assert.Equal(cycle, page[series]));
        return cycle;
    }
}
