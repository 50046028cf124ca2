using NodaTime;

namespace Optimizer.Forecasting;

/// <summary>What a forecaster must know of its series beforehand.</summary>
public sealed record SeriesOptions
{
    /// <summary>Shortest and longest bin, seconds.</summary>
    public const int LeastBinSeconds = 1, MostBinSeconds = 3600;

    /// <summary>Length of a bin, seconds, 1 to 3600 and a divisor of a day.</summary>
    public required int BinSeconds { get; init; }

    /// <summary>Most a value can be (instances times capacity, memory size, power limit); null when nothing bounds it.</summary>
    public double? Cap { get; init; }

    /// <summary>Zone whose local time daily and weekly profiles follow; null is UTC.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>What is believed before the first observation, for example from series of the same signal; null when nothing is.</summary>
    public Model.Demand.Quantiles? Prior { get; init; }

    /// <summary>When slow work falls due among series that began together, 0 to 1: different phases spread it.</summary>
    public double Phase { get; init; }

    /// <summary>Length of a bin.</summary>
    public Duration Bin => Duration.FromSeconds(BinSeconds);
}
