using System.Collections.Immutable;
using NodaTime;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>How a series is walked through.</summary>
public sealed record BacktestOptions
{
    /// <summary>Forecasts made, evenly spread; at least 1. Twelve compare methods; to judge a 95 % bound of one series take 48 or more.</summary>
    public int Origins { get; init; } = 12;

    /// <summary>Share of the series before the first origin, 0 to 1. Below a third there may be no second season to learn from.</summary>
    public double FirstOriginShare { get; init; } = 0.45;

    /// <summary>Horizons scored; empty takes those of <see cref="Backtest.Horizons"/>. One that is not a whole number of bins, or longer than
    /// <see cref="ForecastLimits.MostSteps"/>, is left out.</summary>
    public ImmutableArray<Duration> Horizons { get; init; } = [];

    /// <summary>Measures computing time; null leaves times out, so that results can be compared byte by byte.</summary>
    public TimeProvider? Time { get; init; }
}
