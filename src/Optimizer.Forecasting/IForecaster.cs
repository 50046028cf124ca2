using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting;

/// <summary>A forecaster of one series: observes its bins in order, forecasts from the last one, and can be saved.</summary>
/// <remarks>
/// Not thread-safe. Deterministic: the same observations give the same forecasts, bit for bit, also after a save and load in between.
/// Implementations are made and loaded by a <see cref="ForecastMethod"/>.
/// </remarks>
public interface IForecaster
{
    /// <summary>What the series is.</summary>
    SeriesOptions Options { get; }

    /// <summary>What it says about itself.</summary>
    ForecastHealth Health { get; }

    /// <summary>When the subspace or other slow parts were last fitted, in the series' own time; null before, and for a method without such parts.</summary>
    Instant? FittedAt => null;

    /// <summary>Takes the next bin. Bins left out are missing. A bin that is not after the last one is refused and counted; so is a value that is
    /// not finite or negative, whose bin is then missing.</summary>
    void Observe(Observation observation);

    /// <summary>Forecasts the bins after the last one observed.</summary>
    /// <param name="steps">Number of bins, 1 to <see cref="ForecastLimits.MostSteps"/>.</param>
    /// <returns>Steps and peaks; finite, ordered, within 0 and the cap. Peaks are given also beyond the steps.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is out of range.</exception>
    /// <exception cref="InvalidOperationException">Nothing was observed yet, so there is no time to forecast from.</exception>
    ForecastPath Forecast(int steps);

    /// <summary>Writes the whole state; <see cref="ForecastMethod.Load"/> makes a forecaster from it that answers bit-equal.</summary>
    void Save(BinaryWriter writer);
}
