using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Grid;

/// <summary>The last step of every forecast: finite, ordered, within 0 and the cap.</summary>
public static class QuantileGuard
{
    /// <summary>Standard normal quantiles at <see cref="Quantiles.Probabilities"/>.</summary>
    internal static readonly Quantiles Normal = new(0, 1.2815515655446004, 1.6448536269514722, 2.3263478740408408);

    /// <summary>What is believed when nothing is known but the cap: nine tenths of it as the 95 % bound.</summary>
    /// <param name="cap">Most a value can be; 0 when nothing bounds it.</param>
    internal static Quantiles OfCap(double cap) => new(0.5 * cap, 0.8 * cap, 0.9 * cap, cap);

    /// <summary>A value within 0 and the cap.</summary>
    /// <param name="value">What a model said.</param>
    /// <param name="cap">Most it can be; null when nothing bounds it.</param>
    /// <param name="otherwise">Taken when the value is NaN.</param>
    public static double Clip(double value, double? cap, double otherwise = 0) =>
        Math.Clamp(double.IsNaN(value) ? otherwise : value, 0, Math.Min(cap ?? double.MaxValue, double.MaxValue));

    /// <summary>Quantiles within 0 and the cap, each at least the one before; a NaN takes the one before.</summary>
    public static Quantiles Order(double q50, double q90, double q95, double q99, double? cap)
    {
        double a = Clip(q50, cap), b = Math.Max(a, Clip(q90, cap, a)), c = Math.Max(b, Clip(q95, cap, b));
        return new Quantiles(a, b, c, Math.Max(c, Clip(q99, cap, c)));
    }

    /// <summary>Quantiles of a normal distribution, guarded.</summary>
    public static Quantiles Gaussian(double mean, double deviation, double? cap) =>
        Order(mean, mean + (Normal.Q90 * deviation), mean + (Normal.Q95 * deviation), mean + (Normal.Q99 * deviation), cap);

    /// <summary>Quantiles of a sample, guarded, moved and scaled: level + scale × sample quantile.</summary>
    /// <param name="sorted">The sample, ascending; not empty.</param>
    /// <param name="level">Added.</param>
    /// <param name="scale">Multiplied.</param>
    /// <param name="cap">Most it can be.</param>
    internal static Quantiles Empirical(ReadOnlySpan<double> sorted, double level, double scale, double? cap) => Order(
        level + (scale * Quantile(sorted, 0.5)), level + (scale * Quantile(sorted, 0.9)), level + (scale * Quantile(sorted, 0.95)), level + (scale * Quantile(sorted, 0.99)), cap);

    /// <summary>Quantile of an ascending sample, linear between order statistics (type 7 of Hyndman and Fan).</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        double position = probability * (sorted.Length - 1);
        int below = (int)position;
        double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((position - below) * (above - sorted[below]));
    }
}
