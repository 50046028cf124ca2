using NodaTime;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>How one method did on one series up to one horizon, over all origins and steps. Null where a score is not defined: a scale of 0, or nothing to score.</summary>
public sealed record BacktestScore
{
    /// <summary>Name of the series.</summary>
    public required string Series { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Steps up to here are scored.</summary>
    public required Duration Horizon { get; init; }

    /// <summary>Steps scored, all origins together.</summary>
    public required int Scored { get; init; }

    /// <summary>Mean absolute error of the median / mean absolute seasonal difference of the history before the first origin.</summary>
    public double? Mase { get; init; }

    /// <summary>Root of (mean squared error of the mean / mean squared difference between neighbours in that history).</summary>
    public double? Rmsse { get; init; }

    /// <summary>200 × mean of |y - median| / (|y| + |median|), percent; 0 / 0 counts as 0. Meaningless on series that are mostly 0.</summary>
    public double? Smape { get; init; }

    /// <summary>Mean pinball loss of the median, in the series' unit.</summary>
    public double? Pinball50 { get; init; }

    /// <summary>Mean pinball loss of Q90.</summary>
    public double? Pinball90 { get; init; }

    /// <summary>Mean pinball loss of Q95.</summary>
    public double? Pinball95 { get; init; }

    /// <summary>Mean pinball loss of Q99.</summary>
    public double? Pinball99 { get; init; }

    /// <summary>Weighted quantile loss: 2 × mean of the four pinball losses / mean absolute value.</summary>
    public double? Wql { get; init; }

    /// <summary>The same over the scale of <see cref="Mase"/>.</summary>
    public double? WqlScaled { get; init; }

    /// <summary>Share of values at or below Q90.</summary>
    public double? Coverage90 { get; init; }

    /// <summary>Share of values at or below Q95.</summary>
    public double? Coverage95 { get; init; }

    /// <summary>Share of values at or below Q99.</summary>
    public double? Coverage99 { get; init; }

    /// <summary>Share of origins whose highest value was at or below the highest Q95 of the steps. Only whole windows count.</summary>
    public double? PathPeakCoverage95 { get; init; }

    /// <summary>Mean of (Q95 - y) / mean absolute value: the price of safety.</summary>
    public double? Headroom95 { get; init; }

    /// <summary>Whole windows of this length whose peak was forecast.</summary>
    public int PeaksScored { get; init; }

    /// <summary>Share of windows whose maximum was at or below the Q95 forecast of the maximum.</summary>
    public double? PeakCoverage95 { get; init; }

    /// <summary>Mean pinball loss of that Q95 / mean maximum.</summary>
    public double? PeakPinball95 { get; init; }

    /// <summary>Mean of (that Q95 - maximum) / mean maximum.</summary>
    public double? PeakHeadroom95 { get; init; }

    /// <summary>Median time of a forecast, milliseconds; null when it was not measured.</summary>
    public double? MillisecondsPerForecast { get; init; }
}
