using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>Forecasters, samples and times with good defaults.</summary>
internal static class Some
{
    /// <summary>Start of a bin.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 8, 0);

    public static readonly SeriesKey Chat = Workload("chat");

    public static SeriesKey Workload(string name, DemandSignal signal = DemandSignal.ComputeSlices) => new(SeriesScope.Workload, name, signal);

    public static Instant At(double seconds) => Start + Duration.FromSeconds(seconds);

    public static DemandSample Sample(double seconds, double value, SeriesKey? key = null, bool saturated = false, double? cap = 7) =>
        new(key ?? Chat, At(seconds), value, saturated, cap);

    public static DemandForecaster Forecaster(FakeMethod method, IForecastStore? store = null, Func<DemandForecasterOptions, DemandForecasterOptions>? with = null)
    {
        DemandForecasterOptions options = new() { Method = method.Named() };
        return new DemandForecaster(with?.Invoke(options) ?? options, store, TimeProvider.System);
    }

    /// <summary>A sample each 10 s from one second to another, exclusive, and publication after each, as the daemon does.</summary>
    public static void Run(this DemandForecaster forecaster, double from, double until, Func<double, double> value, SeriesKey? key = null, double? cap = 7)
    {
        for (double second = from; second < until; second += 10)
        {
            forecaster.Observe([Sample(second, value(second), key, cap: cap)], At(second));
            forecaster.Publish(At(second));
        }
    }

    public static SeriesForecast Of(this DemandForecast forecast, SeriesKey key) => Assert.Single(forecast.Series, series => series.Key == key);

    public static long Refused(this DemandForecast forecast, SampleRefusal reason) => forecast.Health.Refused[(int)reason].Count;
}
