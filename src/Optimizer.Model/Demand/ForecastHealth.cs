using Optimizer.Model.Collections;

namespace Optimizer.Model.Demand;

/// <summary>What a forecaster says about itself; kept over restarts.</summary>
public sealed record ForecastHealth
{
    /// <summary>How much it has to go on.</summary>
    public required ForecastState State { get; init; }

    /// <summary>Name of the member or method with the most weight at present.</summary>
    public required string Leader { get; init; }

    /// <summary>Accuracy by lead, shortest first.</summary>
    public ValueArray<LeadAccuracy> Leads { get; init; }

    /// <summary>Accuracy of peaks, shortest window first.</summary>
    public ValueArray<PeakAccuracy> Peaks { get; init; }

    /// <summary>Share of bins of the last day without a value, 0 to 1.</summary>
    public double GapRatio { get; init; }

    /// <summary>Times the level was found to have changed for good.</summary>
    public long ChangeAlarms { get; init; }

    /// <summary>Times the model's answer was unusable and plain history quantiles were given instead.</summary>
    public long Fallbacks { get; init; }

    /// <summary>Observations refused: out of order, duplicated, not finite or negative.</summary>
    public long Refused { get; init; }
}
