namespace Optimizer.Forecasting.Ssa;

/// <summary>Fills what is missing for the decomposition, in place: no value ever moves, so no season shifts its phase.</summary>
internal static class GapFill
{
    // More vectors than this follow noise into the gap.
    private const int MostRank = 8;

    // Each index is seen by four windows; all L of them would cost L / 4 times as much for the same fill.
    private const int WindowsPerIndex = 4;

    /// <summary>On straight lines between neighbours, and level at the ends. At least one value is known.</summary>
    public static double[] Linear(ReadOnlySpan<double> series) => Backtesting.Backtest.Interpolated(series);

    /// <summary>Replaces the fill by what the subspace makes of the values around: the mean of the least-squares windows over each gap.</summary>
    /// <param name="series">NaN where missing.</param>
    /// <param name="filled">The fill so far. Where no window has enough known values it stays.</param>
    /// <param name="subspace">Of the fill so far.</param>
    public static void Refine(ReadOnlySpan<double> series, double[] filled, Subspace subspace)
    {
        int window = subspace.Window, rank = Math.Min(MostRank, subspace.Rank), stride = Math.Max(1, window / WindowsPerIndex);
        double[] sum = new double[series.Length], count = new double[series.Length], projected = new double[window];
        int last = series.Length - window;
        for (int start = 0; start <= last; start = start == last ? last + 1 : Math.Min(start + stride, last))
        {
            ReadOnlySpan<double> own = series.Slice(start, window);
            int missing = Missing(own);

            // With less than a quarter known the fit would be a guess about the rest.
            if (missing == 0 || window - missing < window / 4 || !SsaProjection.TryProject(subspace, rank, own, projected))
            {
                continue;
            }

            for (int t = 0; t < window; t++)
            {
                sum[start + t] += projected[t];
                count[start + t]++;
            }
        }

        (double low, double high) = Range(series);
        for (int t = 0; t < series.Length; t++)
        {
            if (double.IsNaN(series[t]) && count[t] > 0)
            {
                filled[t] = Math.Clamp(sum[t] / count[t], low, high);
            }
        }
    }

    /// <summary>How many are NaN.</summary>
    public static int Missing(ReadOnlySpan<double> values)
    {
        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        return missing;
    }

    /// <summary>Least and most of the known values.</summary>
    public static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        double low = double.MaxValue, high = double.MinValue;
        foreach (double value in values)
        {
            // A comparison with NaN is false.
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        return (low, high);
    }
}
