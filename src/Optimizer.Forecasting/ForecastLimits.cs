using System.Collections.Immutable;
using NodaTime;

namespace Optimizer.Forecasting;

/// <summary>Bounds shared by all forecasters.</summary>
public static class ForecastLimits
{
    /// <summary>Longest forecast, bins: a day of minutes.</summary>
    public const int MostSteps = 1440;

    /// <summary>Windows whose maximum is forecast, where they are a whole number of bins.</summary>
    public static readonly ImmutableArray<Duration> PeakWindows =
        [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(6), Duration.FromHours(24)];
}
