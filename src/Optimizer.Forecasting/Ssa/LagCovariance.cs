namespace Optimizer.Forecasting.Ssa;

/// <summary>The lag covariance matrix H Hᵀ / K of a series, where H is its trajectory matrix of K windows.</summary>
internal static class LagCovariance
{
    /// <summary>Without forming H: neighbours on a diagonal share all products but two (Golyandina, Nekrutkin, Zhigljavsky, Analysis of Time Series Structure, 2001).</summary>
    /// <param name="series">Without gaps; longer than the window.</param>
    /// <param name="window">L.</param>
    /// <returns>L × L, symmetric, row by row. O(L N + L²).</returns>
    public static double[] Of(ReadOnlySpan<double> series, int window)
    {
        int windows = series.Length - window + 1;
        double[] matrix = new double[window * window];
        for (int j = 0; j < window; j++)
        {
            matrix[j] = Dense.Dot(series[..windows], series.Slice(j, windows));
        }

        for (int i = 1; i < window; i++)
        {
            for (int j = i; j < window; j++)
            {
                matrix[(i * window) + j] = matrix[((i - 1) * window) + j - 1]
                    - (series[i - 1] * series[j - 1]) + (series[i + windows - 1] * series[j + windows - 1]);
            }
        }

        for (int i = 0; i < window; i++)
        {
            for (int j = i; j < window; j++)
            {
                matrix[(j * window) + i] = matrix[(i * window) + j] /= windows;
            }
        }

        return matrix;
    }
}
