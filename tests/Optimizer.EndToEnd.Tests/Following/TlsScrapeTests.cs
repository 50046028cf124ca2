using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>Prometheus scrapes under TLS with a password, over the renewal of a certificate.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class TlsScrapeTests(Scraping scraping)
{
    [PrometheusFact]
    public async Task Scrape_TlsAndPassword_CertificateRenewedWithoutRestart()
    {
        PrometheusServer prometheus = scraping.Prometheus;
        using TestFolder folder = new();
        string configuration = folder.Write("config.yaml", $"web_config_file: {scraping.Tls.Configuration}\n");
        scraping.Tls.Serve(scraping.Tls.Old, serial: 1);
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(scraping.Port("tls"), "--config", configuration, "--simulate", "single-a30");

        await prometheus.Becomes("up{job='tls-old'}", 1);
        Assert.Contains("https", daemon.Process.Output);
        await prometheus.Becomes("count(gpu_optimizer_device_info{job='tls-old'})", 1);
        await Eventually.Is("a wrong password is refused", () => prometheus.LastErrorAsync("tls-wrong"), static error => error.Contains("401 Unauthorized", StringComparison.Ordinal));
        await Eventually.Is("another authority is refused", () => prometheus.LastErrorAsync("tls-new"), static error => error.Contains("x509", StringComparison.Ordinal));

        scraping.Tls.Serve(scraping.Tls.New, serial: 2);

        await prometheus.Becomes("up{job='tls-new'}", 1);
        Assert.Equal(0, await prometheus.ValueAsync("resets(gpu_optimizer_collector_duration_seconds_count{job='tls-old',collector='power'}[1m])"));
        Assert.Equal(0, await prometheus.ValueAsync("up{job='tls-wrong'}"));
        Assert.Contains("is in force: 1 users, certificate SHA-256", daemon.Process.Error);
    }
}
