using NodaTime;

namespace Optimizer.Host.Configuration;

/// <summary>How demand is followed and forecast. Section <c>forecast</c>; ranges and reasons are in <see cref="Settings"/>.</summary>
internal sealed record ForecastConfiguration
{
    /// <summary>Demand is followed and forecast at all.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Time between two readings of demand; at most <see cref="Bin"/>.</summary>
    public required Duration Period { get; init; }

    /// <summary>Length of the bins that readings are averaged over and forecasts are made from; a divisor of a day.</summary>
    public required Duration Bin { get; init; }

    /// <summary>Length of the steps that are published; a divisor of a day and a multiple of <see cref="Bin"/>.</summary>
    public required Duration PublishStep { get; init; }

    /// <summary>Name of the forecasting method.</summary>
    public required string Method { get; init; }

    /// <summary>Most series followed; further ones are counted and left out.</summary>
    public required int MaxSeries { get; init; }

    /// <summary>Time between two writings of the states.</summary>
    public required Duration SaveInterval { get; init; }

    /// <summary>How long the state of a series is kept that is not seen any more.</summary>
    public required Duration Retention { get; init; }

    /// <summary>Zone whose local time daily and weekly profiles follow.</summary>
    public required DateTimeZone TimeZone { get; init; }
}
