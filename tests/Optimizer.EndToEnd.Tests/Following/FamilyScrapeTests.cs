using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Pages;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Exporter.Catalogue;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>A real Prometheus scrapes each scenario and finds the families it should, and no other.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class FamilyScrapeTests(Scraping scraping)
{
    private static readonly string[] OfPrometheusItself =
        ["scrape_duration_seconds", "scrape_samples_post_metric_relabeling", "scrape_samples_scraped", "scrape_series_added", "up"];

    [PrometheusFact]
    public async Task Executable_Dgx_IsScrapedAsOpenMetricsWithinItsBudget()
    {
        using TestFolder folder = new();
        string config = folder.Write("config.yaml", "forecast: { enabled: false }\n");
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(scraping.Port("dgx-h100"), "--config", config, "--simulate", "dgx-h100");
        await daemon.ReadyAsync();
        await FindsEveryFamilyAsync("dgx-h100");

        // OpenMetrics names a counter without _total, the text format with it: the metadata tell which one was spoken.
        Dictionary<string, string> types = await scraping.Prometheus.MetadataAsync();
        Assert.Equal("counter", types["gpu_optimizer_device_energy_joules"]);
        Assert.DoesNotContain("gpu_optimizer_device_energy_joules_total", types.Keys);
        Assert.Equal("", await scraping.Prometheus.LastErrorAsync("dgx-h100"));
        Assert.InRange(await scraping.Prometheus.ValueAsync("scrape_samples_scraped{job='dgx-h100'}"), 1500, 2200);

        Assert.Equal("", await Promtool.CheckMetricsAsync(await daemon.MetricsAsync()));

        // Utilisation and row remapping only of the two GPUs without MIG; nothing of an error that did not happen.
        Assert.Equal(2, await scraping.Prometheus.ValueAsync("count(gpu_optimizer_device_busy_ratio{job='dgx-h100'})"));
        Assert.Equal(2, await scraping.Prometheus.ValueAsync("count(gpu_optimizer_device_row_remap_failed{job='dgx-h100'})"));
        Assert.Equal(1, await scraping.Prometheus.ValueAsync("absent(gpu_optimizer_nvml_errors_total{job='dgx-h100'})"));
    }

    [PrometheusTheory]
    [InlineData("hgx-b200")]
    [InlineData("rtx-pro-6000")]
    [InlineData("single-a30")]
    [InlineData("two-a100")]
    public async Task Scenario_Scraped_HasItsFamiliesAndNoOther(string scenario)
    {
        await using InProcessDaemon daemon = await scraping.StartAsync(scenario, scenario);

        await FindsEveryFamilyAsync(scenario);
    }

    [PrometheusFact]
    public async Task BrokenNode_AfterItsBadMinutes_HasItsFamiliesAndNoOther()
    {
        // Cycles five simulated seconds apart: at this speed the machine would do nothing else with one each second.
        using TestFolder folder = new();
        string config = folder.Write("config.yaml", "sampler: { period_seconds: 5, slow_period_seconds: 5 }\nforecast: { enabled: false }\n");
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(scraping.Port("broken"), "--config", config, "--simulate", "broken", "--speed", "25");

        await FindsEveryFamilyAsync("broken");
    }

    private static bool OfTheLoop(string family) => MetricCatalogue.Find(family) is { } found && FamilyPlacement.OfTheLoop.Contains(found.Group);

    private async Task FindsEveryFamilyAsync(string job)
    {
        string[] expected = [.. FamilyPlacement.Present(job)];
        await Eventually.Is(
            $"the families of {job}: {string.Join(", ", expected)}",
            async () => (await scraping.Prometheus.QueryAsync($"count by (__name__) ({{job='{job}'}})"))
                .Select(static sample => PageText.FamilyOf(sample.Labels["__name__"]))
                .Distinct()
                .Except(OfPrometheusItself)
                .Where(static family => !OfTheLoop(family))
                .Order(StringComparer.Ordinal)
                .ToArray(),
            families => families.SequenceEqual(expected));
        Assert.Equal(1, await scraping.Prometheus.ValueAsync($"gpu_optimizer_policy_mode{{job='{job}',mode='observe'}}"));
        foreach (string family in FamilyPlacement.Absent(job).Where(static family => !OfTheLoop(family) && MetricCatalogue.Find(family)!.Kind != MetricKind.Histogram))
        {
            Assert.Equal(1, await scraping.Prometheus.ValueAsync($"absent({family}{{job='{job}'}})"));
        }
    }
}
