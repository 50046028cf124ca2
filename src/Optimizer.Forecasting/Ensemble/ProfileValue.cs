namespace Optimizer.Forecasting.Ensemble;

/// <summary>A time of day over the last days.</summary>
/// <param name="Mean">Weighted mean; NaN when unknown.</param>
/// <param name="Median">Median of the days; NaN when unknown.</param>
/// <param name="Deviation">Mean absolute deviation of single bins from the mean; NaN when unknown.</param>
/// <param name="Yesterday">The day before alone; NaN when unknown.</param>
/// <param name="LastWeek">The day a week before alone; NaN when unknown.</param>
internal readonly record struct ProfileValue(double Mean, double Median, double Deviation, double Yesterday, double LastWeek)
{
    /// <summary>No day is known.</summary>
    public static readonly ProfileValue Unknown = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Whether a day is known.</summary>
    public bool IsKnown => !double.IsNaN(Mean);
}
