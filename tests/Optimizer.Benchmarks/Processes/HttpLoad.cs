using System.Diagnostics;

namespace Optimizer.Benchmarks.Processes;

/// <summary>Several scrapers at once over HTTP. Budget: p99 at most 20 ms with 8 of them.</summary>
internal static class HttpLoad
{
    /// <summary>Measures and prints percentiles.</summary>
    public static async Task<int> RunAsync(int seconds, int scrapers)
    {
        using DaemonProcess daemon = await DaemonProcess.StartAsync(1);
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = scrapers });
        await ScrapeAsync(client, daemon.Url, TimeSpan.FromSeconds(3), think: TimeSpan.Zero); // warm: JIT, connections

        // Prometheus servers scrape on a period: eight of them each 100 ms are already 80 scrapes a second, far above real use.
        foreach ((string name, TimeSpan think) in new[] { ("each every 100 ms", TimeSpan.FromMilliseconds(100)), ("back to back", TimeSpan.Zero) })
        {
            Task<List<double>>[] running =
                [.. Enumerable.Range(0, scrapers).Select(_ => ScrapeAsync(client, daemon.Url, TimeSpan.FromSeconds(seconds), think))];
            double[] all = [.. (await Task.WhenAll(running)).SelectMany(static times => times).Order()];
            Console.WriteLine(
                $"{scrapers} scrapers {name}: {all.Length} scrapes in {seconds} s, p50 {At(all, 0.50):0.0} ms, p90 {At(all, 0.90):0.0} ms, p99 {At(all, 0.99):0.0} ms, max {all[^1]:0.0} ms");
        }

        return 0;
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];

    private static async Task<List<double>> ScrapeAsync(HttpClient client, Uri url, TimeSpan duration, TimeSpan think)
    {
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            long began = Stopwatch.GetTimestamp();
            byte[] page = await client.GetByteArrayAsync(url);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (page.Length == 0)
            {
                throw new InvalidOperationException("An empty page.");
            }

            if (think > TimeSpan.Zero)
            {
                await Task.Delay(think, TimeProvider.System);
            }
        }

        return times;
    }
}
