using BenchmarkDotNet.Attributes;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;

namespace Optimizer.Benchmarks;

/// <summary>The scrape of <see cref="ScrapeBenchmarks"/> with a control report for each snapshot: policy, cost and repartition families of 8 GPUs. Same budget.</summary>
[MemoryDiagnoser]
public class ControlScrapeBenchmarks
{
    private readonly MetricsExporter _exporter = new(new ExporterOptions { Build = new BuildInformation("0.0.0", "none", "none") });
    private readonly NodeSnapshot[] _cycles = [.. Enumerable.Range(1, 64).Select(static cycle => BusyNode.Cycle(cycle))];
    private readonly ControlReport _report;
    private long _sequence;

    public ControlScrapeBenchmarks()
    {
        GpuUuid[] gpus = [.. _cycles[0].Gpus.Select(static gpu => gpu.Uuid)];
        _report = SomeControl.Full(gpus[0]) with
        {
            Desired = [.. gpus.Select(static gpu => SomeControl.Target(gpu, "3g.40gb@0", "2g.20gb@4", "1g.10gb@6"))],
            Prices = new PriceReport("EUR", "config", 0.25, [.. gpus.Select(static gpu => new GpuPrice(gpu, 2))]),
        };
    }

    [Benchmark(Baseline = true, Description = "new snapshot and report, text")]
    public async Task<int> NewText()
    {
        Publish();
        using ExpositionPage page = await _exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None);
        return page.Body.Length;
    }

    [Benchmark(Description = "publish alone, nobody scrapes")]
    public void Publish()
    {
        _sequence++;
        _exporter.Publish(_cycles[_sequence % _cycles.Length] with { Sequence = _sequence, At = Some.Start + NodaTime.Duration.FromSeconds(_sequence) });
        _exporter.PublishControl(_report with { Ticks = _sequence });
    }

    [GlobalCleanup]
    public void Cleanup() => _exporter.Dispose();
}
