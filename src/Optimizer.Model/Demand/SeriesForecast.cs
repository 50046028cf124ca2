using NodaTime;

namespace Optimizer.Model.Demand;

/// <summary>What the daemon publishes about one series.</summary>
public sealed record SeriesForecast
{
    /// <summary>The series.</summary>
    public required SeriesKey Key { get; init; }

    /// <summary>Value of the last complete bin; null when it is missing.</summary>
    public double? Observed { get; init; }

    /// <summary>The last bin's value was at what the hardware could serve: demand may be higher.</summary>
    public bool Saturated { get; init; }

    /// <summary>Most the series can be, in its unit; null when nothing bounds it.</summary>
    public double? Cap { get; init; }

    /// <summary>Forecast at the resolution the daemon publishes (coarser than its bins); null before the first observation.</summary>
    public ForecastPath? Path { get; init; }

    /// <summary>What the forecaster says about itself.</summary>
    public required ForecastHealth Health { get; init; }

    /// <summary>When its last reading was taken, whatever it said; null before the first complete bin.</summary>
    public Instant? SeenAt { get; init; }

    /// <summary>When the subspace or other slow parts were last fitted; null before the first fit.</summary>
    public Instant? FittedAt { get; init; }
}
