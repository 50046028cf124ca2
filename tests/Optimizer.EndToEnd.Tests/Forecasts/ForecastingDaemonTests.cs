using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Following;
using Optimizer.EndToEnd.Tests.Pages;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.EndToEnd.Tests.Forecasts;

/// <summary>The daemon forecasts every workload of a simulated node, shows it everywhere, and knows it again after it was killed.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class ForecastingDaemonTests(Scraping scraping)
{
    // Four minutes a second, and readings as far apart as that needs: half an hour of bins, which ends the cold start, takes eight seconds.
    private const string Speed = "240";
    private const string Config = """
        sampler: { period_seconds: 10, slow_period_seconds: 60 }
        forecast: { period_seconds: 20 }

        """;

    [PrometheusFact]
    public async Task Daemon_KilledAndStarted_ForecastsEveryWorkloadBeforeAndAfter()
    {
        string[] workloads = Workloads("dgx-h100");
        using TestFolder folder = new();
        string[] arguments = ["--config", folder.Write("config.yaml", Config), "--simulate", "dgx-h100", "--speed", Speed, "--state", folder.Path];
        DateTimeOffset from;
        await using (DaemonProcess first = await DaemonProcess.RunAsync(scraping.Port("forecast"), arguments))
        {
            ShownSeries[] known = await KnowsAsync(first, workloads);
            from = known.Max(static series => series.ForecastFrom!.Value);

            // The last known bin ends a minute after it starts; what was saved before that knows a bin less, which may be the one that ends the cold start.
            await Eventually.Is("all of that is saved", () => ShownSeries.AskAsync(first), answer => answer.SavedAt > from.AddMinutes(2));
            await IsScrapedAsync(workloads.Length);
            Assert.Equal("", await Promtool.CheckMetricsAsync(await first.MetricsAsync()));
            Assert.InRange(PageText.SeriesByFamily(await first.MetricsAsync()).Values.Sum(), 2000, 3400);
            first.Process.Signal(ChildProcess.End);
            await first.Process.ExitCodeAsync(Eventually.Patience);
        }

        await using DaemonProcess second = await DaemonProcess.RunAsync(scraping.Port("forecast"), arguments);
        (ShownSeries[] series, _) = await Eventually.Is("forecasts are there again", () => ShownSeries.AskAsync(second), static answer => answer.Series.Length > 0);

        // At once: half an hour would have to pass before a forecaster that had started anew were past its cold start.
        Assert.Equal(workloads, Slices(series).Select(static one => one.Name));
        Assert.All(Slices(series), one => Assert.NotEqual("cold", one.State));
        Assert.All(Slices(series), one => Assert.True(one.ForecastFrom >= from, $"{one.Name} forecasts from {one.ForecastFrom}, before the kill from {from}"));
        await Eventually.Is("it goes on", () => ShownSeries.AskAsync(second), answer => Slices(answer.Series).All(one => one.ForecastFrom > from.AddMinutes(5)));
    }

    [Fact]
    public async Task Daemon_ForecastingOff_ShowsNothingOfIt()
    {
        using TestFolder folder = new();
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(
            LocalPorts.Take(), "--config", folder.Write("config.yaml", "forecast: { enabled: false }\n"), "--simulate", "two-a100", "--state", folder.Path);
        await daemon.ReadyAsync();

        Assert.DoesNotContain("gpu_optimizer_forecast", await daemon.MetricsAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await daemon.Client.GetAsync("/api/v1/forecast")).StatusCode);
        Assert.False(File.Exists(Path.Combine(folder.Path, "forecast.db")));
    }

    private static string[] Workloads(string scenario)
    {
        using SimulatedNode node = SimulatedNode.Create(Scenario.Load(scenario), seed: 1, new ManualTimeProvider());
        return [.. node.Declarations.Select(static declared => declared.Name).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<ShownSeries> Slices(ShownSeries[] series) => series.Where(static one => one is { Scope: "workload", Signal: "compute_slices" });

    /// <summary>Waits until every workload is past its cold start.</summary>
    private static async Task<ShownSeries[]> KnowsAsync(DaemonProcess daemon, string[] workloads)
    {
        (ShownSeries[] series, _) = await Eventually.Is(
            "every workload is past its cold start",
            () => ShownSeries.AskAsync(daemon),
            answer => Slices(answer.Series).Count(static one => one.State != "cold" && one.DayPeak95 is not null) == workloads.Length);
        Assert.Equal(workloads, Slices(series).Select(static one => one.Name));
        return [.. Slices(series)];
    }

    private async Task IsScrapedAsync(int workloads)
    {
        await scraping.Prometheus.Becomes(
            "count(gpu_optimizer_forecast_workload_demand{job='forecast',signal='compute_slices',horizon='24h',probability='0.95'})", workloads);
        await scraping.Prometheus.Becomes("count(gpu_optimizer_forecast_state{job='forecast',signal='compute_slices'} == 1)", workloads);

        // Forecasts go by declared names and hardware by observed ones; the join in METRICS.md finds every workload.
        await scraping.Prometheus.Becomes(
            "count(count by (declared) (gpu_optimizer_workload_declaration_info{job='forecast'} * on (instance, declared) group_left () " +
            "label_replace(gpu_optimizer_forecast_workload_demand{job='forecast',signal='compute_slices',horizon='24h',probability='0.95'}, 'declared', '$1', 'workload', '(.+)')))",
            workloads);
        await scraping.Prometheus.Becomes(
            "count(gpu_optimizer_workload_info{job='forecast'} unless on (instance, workload) gpu_optimizer_workload_declaration_info{job='forecast'}) or vector(0)", 0);
        await scraping.Prometheus.Becomes("count(gpu_optimizer_demand_slices{job='forecast'})", 3);
        Assert.Equal("", await scraping.Prometheus.LastErrorAsync("forecast"));
    }
}
