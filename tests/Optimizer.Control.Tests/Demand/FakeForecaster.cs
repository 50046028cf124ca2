using NodaTime;
using Optimizer.Forecasting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>A forecaster that writes down what it is given and forecasts a constant, or fails when told to.</summary>
internal sealed class FakeForecaster : IForecaster
{
    private readonly FakeMethod _method;
    private readonly List<Observation> _seen = [];

    public FakeForecaster(FakeMethod method, SeriesOptions options, IEnumerable<Observation> seen)
    {
        _method = method;
        Options = options;
        _seen.AddRange(seen);
        method.Made.Add(this);
    }

    public SeriesOptions Options { get; }

    public IReadOnlyList<Observation> Seen => _seen;

    public ForecastHealth Health => new() { State = _seen.Count < 3 ? ForecastState.Cold : ForecastState.Warming, Leader = "fake" };

    public void Observe(Observation observation)
    {
        if (_method.FailsOn?.Invoke(observation) == true)
        {
            throw new InvalidOperationException("told to fail");
        }

        _seen.Add(observation);
    }

    public ForecastPath Forecast(int steps)
    {
        double level = _seen.LastOrDefault(static seen => seen.Value is not null).Value ?? 0;
        Quantiles quantiles = new(level, level * 2, level * 3, level * 4);
        return new ForecastPath
        {
            Origin = _seen[^1].BinStart,
            Bin = Options.Bin,
            Steps = Enumerable.Range(1, steps).Select(step => new ForecastStep(level + step, quantiles)).ToValueArray(),
            Peaks = [new PeakForecast(Duration.FromHours(1), quantiles)],
        };
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_seen.Count);
        foreach (Observation seen in _seen)
        {
            writer.Write(seen.BinStart.ToUnixTimeTicks());
            writer.Write(seen.Value ?? -1);
            writer.Write(seen.Saturated);
        }
    }
}
