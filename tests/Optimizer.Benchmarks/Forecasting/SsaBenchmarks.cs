using BenchmarkDotNet.Attributes;
using Optimizer.Forecasting.Ssa;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>A week of 5 min bins. Budget: a warm fit of a window of 144 at most 7 ms, a forecast of 144 steps at most 0.1 ms.</summary>
[MemoryDiagnoser]
public class SsaBenchmarks
{
    private const int Rank = 16;

    private readonly double[] _series =
    [
        .. Enumerable.Range(0, 2016).Select(static t => 50 + (20 * Math.Sin(2 * Math.PI * t / 288)) + (5 * Math.Sin(0.3 * t)) + (t * 7919 % 101 / 10.0)),
    ];

    private readonly double[] _forecast = new double[144];
    private SsaModel? _model;

    [Params(60, 96, 144, 288)]
    public int Window { get; set; }

    [GlobalSetup]
    public void Setup() => _model = SsaModel.Fit(_series, Window, Rank, warm: null);

    [Benchmark(Description = "fit cold")]
    public SsaModel Cold() => SsaModel.Fit(_series, Window, Rank, warm: null);

    [Benchmark(Baseline = true, Description = "fit warm")]
    public SsaModel Warm() => SsaModel.Fit(_series, Window, Rank, _model);

    [Benchmark(Description = "forecast 144 steps")]
    public int Forecast() => _model!.Forecast(_series, Rank, _forecast);
}
