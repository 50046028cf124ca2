using System.Globalization;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Host.Forecasting;

/// <summary>Rounds a forecast to what is known of it, once for all its forms: history is held in single precision, and further digits are noise.</summary>
internal static class ForecastDigits
{
    // Single precision tells seven decimal digits apart. Rounding keeps the order of quantiles.
    private const string Format = "E6";

    /// <summary>The forecast with seven significant digits.</summary>
    /// <param name="path">The forecast.</param>
    /// <param name="cap">Most a value can be, which rounding must not exceed; null when nothing bounds it.</param>
    public static ForecastPath Of(ForecastPath path, double? cap) => path with
    {
        Steps = path.Steps.Select(step => new ForecastStep(Of(step.Mean, cap), Of(step.Quantiles, cap))).ToValueArray(),
        Peaks = path.Peaks.Select(peak => peak with { Quantiles = Of(peak.Quantiles, cap) }).ToValueArray(),
    };

    private static Quantiles Of(Quantiles quantiles, double? cap) =>
        new(Of(quantiles.Q50, cap), Of(quantiles.Q90, cap), Of(quantiles.Q95, cap), Of(quantiles.Q99, cap));

    private static double Of(double value, double? cap) =>
        Math.Min(double.Parse(value.ToString(Format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), cap ?? double.MaxValue);
}
