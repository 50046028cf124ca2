using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Model.Demand;

/// <summary>All forecasts of the node at one moment, as one immutable value.</summary>
public sealed record DemandForecast
{
    /// <summary>When it was made.</summary>
    public required Instant At { get; init; }

    /// <summary>The series, ordered by key.</summary>
    public required ValueArray<SeriesForecast> Series { get; init; }

    /// <summary>Series not followed because the configured most was reached.</summary>
    public int Dropped { get; init; }

    /// <summary>How the forecasting as a whole is doing.</summary>
    public ForecasterHealth Health { get; init; } = ForecasterHealth.None;
}
