using System.Collections.Immutable;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>One method on one series.</summary>
public sealed record BacktestResult
{
    /// <summary>The series.</summary>
    public required BacktestSeries Series { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Season that scaled the errors, bins: the one given, else one found, else a day, else 1.</summary>
    public required int Season { get; init; }

    /// <summary>Scores by horizon, shortest first.</summary>
    public required ImmutableArray<BacktestScore> Scores { get; init; }

    /// <summary>The forecasts, oldest first.</summary>
    public required ImmutableArray<BacktestOrigin> Origins { get; init; }

    /// <summary>Mean time to take in one bin, milliseconds; null when it was not measured.</summary>
    public double? MillisecondsPerBin { get; init; }
}
