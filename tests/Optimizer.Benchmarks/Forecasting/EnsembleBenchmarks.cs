using BenchmarkDotNet.Attributes;
using Optimizer.Forecasting;
using Optimizer.Forecasting.Ensemble;
using Optimizer.Model.Demand;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>The default method after two days of minutes. Budget: a bin and the forecast after it within 1.2 ms.</summary>
[MemoryDiagnoser]
public class EnsembleBenchmarks
{
    private readonly float[] _values = CostSeries.Values(0, 20 * CostSeries.Day);
    private readonly EnsembleForecaster _forecaster = new(new SeriesOptions { BinSeconds = CostSeries.BinSeconds });
    private int _next;

    [Params(60, 360, 1440)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        while (_next < 2 * CostSeries.Day)
        {
            Observe();
        }
    }

    [Benchmark(Description = "observe")]
    public void Observe()
    {
        // Begun anew where the values end; a bin that is not after the last one would be refused at no cost.
        _forecaster.Observe(CostSeries.Observation(_values, _next % _values.Length) with { BinStart = CostSeries.Start + (_forecaster.Options.Bin * _next) });
        _next++;
    }

    [Benchmark(Description = "forecast")]
    public ForecastPath Forecast() => _forecaster.Forecast(Steps);
}
