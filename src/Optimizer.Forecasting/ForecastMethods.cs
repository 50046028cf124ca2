using System.Collections.Immutable;
using Optimizer.Forecasting.Baselines;
using Optimizer.Forecasting.Ssa;

namespace Optimizer.Forecasting;

/// <summary>The methods there are.</summary>
public static class ForecastMethods
{
    /// <summary>All methods, the plain ones first.</summary>
    public static readonly ImmutableArray<ForecastMethod> All =
    [
        new(
            SeasonalNaiveForecaster.MethodName, "the value one season ago, season detected",
            static options => new SeasonalNaiveForecaster(options), static (options, reader) => new SeasonalNaiveForecaster(options).Restore(reader)),
        new(
            NaiveForecaster.MethodName, "the last value, bounds of a random walk",
            static options => new NaiveForecaster(options), static (options, reader) => new NaiveForecaster(options).Restore(reader)),
        new(
            MovingAverageForecaster.MethodName, "the mean of the last hour",
            static options => new MovingAverageForecaster(options), static (options, reader) => new MovingAverageForecaster(options).Restore(reader)),
        new(
            HistogramForecaster.MethodName, "quantiles of past use with a half-life of 12 h",
            static options => new HistogramForecaster(options), static (options, reader) => new HistogramForecaster(options).Restore(reader)),
        new(
            SsaForecaster.MethodName, "singular spectrum analysis with normal bounds",
            static options => new SsaForecaster(options), static (options, reader) => new SsaForecaster(options).Restore(reader)),
    ];

    /// <summary>The method of that name; null when there is none.</summary>
    public static ForecastMethod? Find(string name) => All.FirstOrDefault(method => method.Name == name);

    /// <summary>Seasonal naive with a season that is known, for controls.</summary>
    /// <param name="season">In bins, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The season is less than 1.</exception>
    public static ForecastMethod SeasonalNaive(int season)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        return new ForecastMethod(
            SeasonalNaiveForecaster.MethodName, $"the value {season} bins ago",
            options => new SeasonalNaiveForecaster(options, season), (options, reader) => new SeasonalNaiveForecaster(options, season).Restore(reader));
    }
}
