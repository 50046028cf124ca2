using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Demand;

/// <summary>One forecast of one series: its future bins and its peaks.</summary>
public sealed record ForecastPath
{
    /// <summary>Start of the last known bin, the one before step 1. Step k is the bin that starts at Origin + k × Bin.</summary>
    public required Instant Origin { get; init; }

    /// <summary>Length of a bin.</summary>
    public required Duration Bin { get; init; }

    /// <summary>Steps 1, 2, ... in order.</summary>
    public required ValueArray<ForecastStep> Steps { get; init; }

    /// <summary>Peaks over the windows that are a whole number of bins, shortest first. They may reach further than the steps.</summary>
    public required ValueArray<PeakForecast> Peaks { get; init; }
}
