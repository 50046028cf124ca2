using NodaTime;
using Optimizer.Forecasting;

namespace Optimizer.Control.Tests.Demand;

/// <summary>The method of <see cref="FakeForecaster"/>, with every forecaster it made.</summary>
internal sealed class FakeMethod
{
    public List<FakeForecaster> Made { get; } = [];

    /// <summary>The newest forecaster that has seen something.</summary>
    public FakeForecaster Busy => Made.Last(static made => made.Seen.Count > 0);

    public Func<Observation, bool>? FailsOn { get; set; }

    public ForecastMethod Named(string name = "fake") => new(name, "writes down what it is given", options => new FakeForecaster(this, options, []), Load);

    private FakeForecaster Load(SeriesOptions options, BinaryReader reader)
    {
        List<Observation> seen = [];
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            Instant at = Instant.FromUnixTimeTicks(reader.ReadInt64());
            double value = reader.ReadDouble();
            seen.Add(new Observation(at, value < 0 ? null : value, reader.ReadBoolean()));
        }

        return new FakeForecaster(this, options, seen);
    }
}
