using NodaTime;

namespace Optimizer.Model.Demand;

/// <summary>How forecasts of one range of lead times turned out, as exponentially weighted averages over matured forecasts. Null before any matured.</summary>
public sealed record LeadAccuracy
{
    /// <summary>Leads in (From, To]; To is the label: 15 min, 1 h, 3 h, 6 h, 24 h.</summary>
    public required Duration From { get; init; }

    /// <summary>End of the range, inclusive.</summary>
    public required Duration To { get; init; }

    /// <summary>Matured forecasts behind the figures, before weighting.</summary>
    public long Matured { get; init; }

    /// <summary>Mean absolute error of the median over that of the seasonal naive forecast of the same values. Below 1 is better than naive.</summary>
    public double? Mase { get; init; }

    /// <summary>Weighted quantile loss: 2 × mean pinball over the four probabilities / mean absolute value.</summary>
    public double? Wql { get; init; }

    /// <summary>1 - Wql / Wql of the seasonal naive control. Positive is skill; at 0 or below the reactive rule decides alone.</summary>
    public double? Skill { get; init; }

    /// <summary>Weighted absolute percentage error of the median: mean absolute error / mean absolute value.</summary>
    public double? Wape { get; init; }

    /// <summary>Share of values at or below each quantile, in the order of <see cref="Quantiles.Probabilities"/>; empty before any matured.</summary>
    public Collections.ValueArray<double> Coverage { get; init; }

    /// <summary>Mean of (Q95 - value) / mean absolute value: the price of safety.</summary>
    public double? Headroom { get; init; }
}
