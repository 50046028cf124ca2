using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Baselines;

/// <summary>Simple quantiles of the highest of the next bins from what windows of that length did before.</summary>
internal static class PeakSample
{
    /// <summary>Quantiles of the maxima themselves (what a flat peak limit would be).</summary>
    /// <param name="values">Past bins, oldest first, NaN where missing; at least one is known.</param>
    /// <param name="bins">Length of the window.</param>
    /// <param name="cap">Most a value can be.</param>
    public static Quantiles OfMaxima(ReadOnlySpan<double> values, int bins, double? cap)
    {
        double[] maxima = Sorted(WindowMaxima.Of(values, bins));
        return maxima.Length == 0 ? Highest(values, cap) : QuantileGuard.Empirical(maxima, 0, 1, cap);
    }

    /// <summary>The level now times quantiles of (maximum of a window / level when it began).</summary>
    /// <param name="values">Past bins, oldest first, NaN where missing; at least one is known.</param>
    /// <param name="bins">Length of the window.</param>
    /// <param name="levels">For each bin, the level known at its end; NaN where there is none. The last one is the level now.</param>
    /// <param name="cap">Most a value can be.</param>
    public static Quantiles OfRatios(ReadOnlySpan<double> values, int bins, ReadOnlySpan<double> levels, double? cap)
    {
        double[] maxima = WindowMaxima.Of(values, bins);
        double floor = 0.05 * Mean(levels);
        double now = Math.Max(levels[^1], floor);
        double[] ratios = new double[maxima.Length];
        for (int i = 0; i < maxima.Length; i++)
        {
            // A level near zero would make any peak an enormous multiple of it.
            ratios[i] = i == 0 || floor == 0 ? double.NaN : maxima[i] / Math.Max(levels[i - 1], floor);
        }

        ratios = Sorted(ratios);
        return ratios.Length == 0 || double.IsNaN(now) ? OfMaxima(values, bins, cap) : QuantileGuard.Empirical(ratios, 0, now, cap);
    }

    /// <summary>The highest value seen as every quantile: all there is to say of a window longer than the history.</summary>
    public static Quantiles Highest(ReadOnlySpan<double> values, double? cap)
    {
        double highest = 0;
        foreach (double value in values)
        {
            highest = value > highest ? value : highest;
        }

        return QuantileGuard.Order(highest, highest, highest, highest, cap);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        int known = 0;
        foreach (double value in values)
        {
            sum += double.IsNaN(value) ? 0 : value;
            known += double.IsNaN(value) ? 0 : 1;
        }

        return known == 0 ? 0 : sum / known;
    }

    private static double[] Sorted(double[] values)
    {
        double[] known = [.. values.Where(static value => !double.IsNaN(value))];
        Array.Sort(known);
        return known;
    }
}
