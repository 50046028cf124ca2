using BenchmarkDotNet.Attributes;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Benchmarks;

/// <summary>A scrape of 8 GPUs x 7 instances with 56 workloads. Budget: apply and render at most 4 ms (median) and 256 KB allocated.</summary>
[MemoryDiagnoser]
public class ScrapeBenchmarks
{
    private readonly MetricsExporter _exporter = new(new ExporterOptions { Build = new BuildInformation("0.0.0", "none", "none") });
    private readonly NodeSnapshot[] _cycles = [.. Enumerable.Range(1, 64).Select(static cycle => BusyNode.Cycle(cycle))];
    private long _sequence;

    [Benchmark(Baseline = true, Description = "new snapshot, text")]
    public Task<int> NewText() => RenderAsync(fresh: true, ExpositionFormat.Text, gzip: false);

    [Benchmark(Description = "new snapshot, text, gzip")]
    public Task<int> NewGzip() => RenderAsync(fresh: true, ExpositionFormat.Text, gzip: true);

    [Benchmark(Description = "new snapshot, OpenMetrics")]
    public Task<int> NewOpenMetrics() => RenderAsync(fresh: true, ExpositionFormat.OpenMetrics, gzip: false);

    [Benchmark(Description = "same snapshot again, text")]
    public Task<int> SameText() => RenderAsync(fresh: false, ExpositionFormat.Text, gzip: false);

    [GlobalCleanup]
    public void Cleanup() => _exporter.Dispose();

    private async Task<int> RenderAsync(bool fresh, ExpositionFormat format, bool gzip)
    {
        if (fresh)
        {
            _sequence++;
            _exporter.Publish(_cycles[_sequence % _cycles.Length] with { Sequence = _sequence });
        }

        using ExpositionPage page = await _exporter.RenderAsync(format, gzip, CancellationToken.None);
        return page.Body.Length;
    }
}
